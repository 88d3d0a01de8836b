// A broker of stage 01 with libwebsockets: cc -O1 -o broker broker.c -lwebsockets && PORT=8765 ./broker

#include <libwebsockets.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CHANNEL = 255, CHUNK = 65536 };

struct text { // what waits to be written
  struct text *next;
  size_t length;
  unsigned char bytes[]; // behind LWS_PRE bytes for the header
};

struct session {
  struct session *next;
  struct lws *wsi;
  struct text *first, **last;
  size_t waiting;
  char *message; // the fragments so far
  size_t length;
  bool binary, cut, ping, answered;
  int code; // closes with it, when it is not 0
};

struct subscription {
  struct subscription *next;
  struct session *session;
  char channel[MAX_CHANNEL + 1];
};

static struct session *sessions;
static struct subscription *subscriptions;
static volatile sig_atomic_t stopping;
static long max_frame, max_buffer, interval;

static const char *setting(const char *name, const char *fallback) {
  const char *value = getenv(name);
  return value && *value ? value : fallback;
}

static long number(const char *name, const char *fallback, long least, long most) {
  const char *text = setting(name, fallback);
  long value = strlen(text) < 16 && strspn(text, "0123456789") == strlen(text) ? atol(text) : -1;
  if (value >= least && value <= most) return value;
  fprintf(stderr, "%s=%s makes no sense: give a whole number from %ld to %ld\n", name, text, least, most);
  exit(1);
}

/* libwebsockets writes when the socket is ready, and not before: what is said meanwhile waits in a queue of our own. */
static void say(struct session *session, const char *start, const char *text, size_t length) {
  struct text *each = malloc(sizeof *each + LWS_PRE + strlen(start) + length);
  if (!each) abort();
  each->next = NULL;
  each->length = strlen(start) + length;
  memcpy(each->bytes + LWS_PRE, start, strlen(start));
  memcpy(each->bytes + LWS_PRE + strlen(start), text, length);
  *session->last = each;
  session->last = &each->next;
  session->waiting += each->length;
  if (session->waiting > (size_t)max_buffer) session->cut = true;
  lws_callback_on_writable(session->wsi);
  if (session->cut) lws_set_timeout(session->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC); // it will not be writable again
}

static void refuse(struct session *session, const char *text) { say(session, "ERROR:", text, strlen(text)); }

static bool is_channel(const char *name, size_t length) {
  bool in_word = false;
  for (size_t at = 0; at < length; at++) {
    bool letter = name[at] && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", name[at]);
    if (!letter && !(name[at] == '.' && in_word)) return false;
    in_word = letter;
  }
  return in_word && length <= MAX_CHANNEL;
}

static void unsubscribe(struct session *session, const char *channel) {
  for (struct subscription **at = &subscriptions; *at;) {
    struct subscription *each = *at;
    if (each->session == session && (!channel || !strcmp(each->channel, channel))) {
      *at = each->next;
      free(each);
    } else at = &each->next;
  }
}

static void subscribe(struct session *session, const char *channel) {
  unsubscribe(session, channel);
  struct subscription *each = calloc(1, sizeof *each);
  if (!each) abort();
  each->session = session;
  strcpy(each->channel, channel);
  each->next = subscriptions;
  subscriptions = each;
}

static void obey(struct session *session, char *frame, size_t length) {
  if (length && frame[length - 1] == '\n') length -= length > 1 && frame[length - 2] == '\r' ? 2 : 1;
  const char *end = frame + length;
  char *first = memchr(frame, ':', length);
  char *second = first ? memchr(first + 1, ':', (size_t)(end - first - 1)) : NULL;
  size_t verb = (size_t)((first ? first : end) - frame);
  for (size_t at = 0; at < verb; at++)
    if (!(frame[at] >= 'A' && frame[at] <= 'Z') && frame[at] != '_') verb = 0;
  if (!verb) return refuse(session, "BAD_FRAME:a frame begins with a verb, as in PUBLISH:news:Hello!");
#define IS(name) (verb == strlen(name) && !memcmp(frame, name, verb))
  bool publishes = IS("PUBLISH"), subscribes = IS("SUBSCRIBE");
  if (!publishes && !subscribes && !IS("UNSUBSCRIBE")) return refuse(session, "UNKNOWN_COMMAND:this verb is not known here");
  size_t name = first ? (size_t)((second ? second : end) - first - 1) : 0;
  if (!name) return refuse(session, "BAD_FRAME:a channel is missing");
  if (publishes != (second != NULL)) return refuse(session, "BAD_FRAME:PUBLISH has a body, and no other verb has one");
  if (!is_channel(first + 1, name)) return refuse(session, "BAD_CHANNEL:a channel is words of letters, digits, _ and - with dots between");

  char channel[MAX_CHANNEL + 1] = {0}, start[MAX_CHANNEL + 8];
  memcpy(channel, first + 1, name);
  snprintf(start, sizeof start, "MSG:%s:", channel);
  if (subscribes) subscribe(session, channel);
  else if (!publishes) unsubscribe(session, channel);
  else
    for (struct subscription *each = subscriptions; each; each = each->next)
      if (!strcmp(each->channel, channel)) say(each->session, start, second + 1, (size_t)(end - second - 1));
}

static int receive(struct session *session, const char *bytes, size_t length) {
  if (lws_is_first_fragment(session->wsi)) {
    session->length = 0;
    session->binary = lws_frame_is_binary(session->wsi);
  }
  if (session->length + length > (size_t)max_frame) {
    lws_close_reason(session->wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, NULL, 0);
    return -1;
  }
  session->message = realloc(session->message, session->length + length + 1);
  if (!session->message) abort();
  memcpy(session->message + session->length, bytes, length);
  session->length += length;
  if (!lws_is_final_fragment(session->wsi) || lws_remaining_packet_payload(session->wsi)) return 0;
  if (session->binary) refuse(session, "BAD_FRAME:this message is binary: send text");
  else obey(session, session->message, session->length);
  return 0;
}

static int write_next(struct session *session) {
  if (session->cut) return -1;
  if (session->code) {
    lws_close_reason(session->wsi, session->code, NULL, 0);
    return -1;
  }
  unsigned char ping[LWS_PRE + 1] = {0}; // of one byte: of an empty pong libwebsockets would not tell
  if (session->ping) {
    session->ping = false;
    if (lws_write(session->wsi, ping + LWS_PRE, 1, LWS_WRITE_PING) < 0) return -1;
  } else if (session->first) {
    struct text *each = session->first;
    if (lws_write(session->wsi, each->bytes + LWS_PRE, each->length, LWS_WRITE_TEXT) < 0) return -1;
    session->first = each->next;
    if (!session->first) session->last = &session->first;
    session->waiting -= each->length;
    free(each);
  }
  if (session->first) lws_callback_on_writable(session->wsi);
  return 0;
}

static void leave(struct session *session) {
  for (struct session **at = &sessions; *at; at = &(*at)->next)
    if (*at == session) {
      *at = session->next;
      break;
    }
  unsubscribe(session, NULL);
  for (struct text *each = session->first, *next; each; each = next) {
    next = each->next;
    free(each);
  }
  free(session->message);
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *bytes, size_t length) {
  struct session *session = user;
  switch (reason) {
  case LWS_CALLBACK_ESTABLISHED:
    *session = (struct session){.next = sessions, .wsi = wsi, .last = &session->first, .answered = true};
    sessions = session;
    lws_set_timer_usecs(wsi, interval * 1000);
    return 0;
  case LWS_CALLBACK_RECEIVE: return receive(session, bytes, length);
  case LWS_CALLBACK_RECEIVE_PONG: session->answered = true; return 0;
  case LWS_CALLBACK_SERVER_WRITEABLE: return write_next(session);
  case LWS_CALLBACK_TIMER: // the time for the next ping
    if (!session->answered) return -1;
    session->answered = false;
    session->ping = true;
    lws_callback_on_writable(wsi);
    lws_set_timer_usecs(wsi, interval * 1000);
    return 0;
  case LWS_CALLBACK_CLOSED: leave(session); return 0;
  default: return lws_callback_http_dummy(wsi, reason, user, bytes, length);
  }
}

static void on_signal(int signal) { stopping = signal; }

int main(void) {
  max_frame = number("MAX_FRAME_BYTES", "65536", 1, 1L << 40);
  max_buffer = number("MAX_BUFFER_BYTES", "16777216", 1, 1L << 40);
  interval = number("PING_INTERVAL_MS", "25000", 1, 1L << 31);
  const char *host = setting("HOST", "127.0.0.1");
  long port = number("PORT", "8765", 0, 65535);
  signal(SIGTERM, on_signal);
  signal(SIGINT, on_signal);
  lws_set_log_level(LLL_ERR, NULL);

  const struct lws_protocols protocols[] = {{"broker", on_event, sizeof(struct session), CHUNK, 0, NULL, 0}, {0}};
  struct lws_context_creation_info info = {0};
  info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_VALIDATE_UTF8;
  if (!strchr(host, ':')) info.options |= LWS_SERVER_OPTION_DISABLE_IPV6; // else it would listen on every address
  struct lws_context *context = lws_create_context(&info);
  info.port = port ? (int)port : 0;
  info.iface = host;
  info.protocols = protocols;
  struct lws_vhost *vhost = context ? lws_create_vhost(context, &info) : NULL;
  if (!vhost) return fprintf(stderr, "PORT=%ld on HOST=%s cannot be listened on\n", port, host), 1;
  printf("ws://%s:%d\n", host, lws_get_vhost_listen_port(vhost));
  fflush(stdout);

  while (!stopping) lws_service(context, 0);
  for (struct session *each = sessions; each; each = each->next) {
    each->code = LWS_CLOSE_STATUS_GOINGAWAY;
    lws_callback_on_writable(each->wsi);
  }
  for (int turn = 0; turn < 10 && sessions; turn++) { // who does not take the goodbye is not waited for
    lws_cancel_service(context);
    lws_service(context, 0);
  }
  _exit(0); // lws_context_destroy() would wait for who does not answer
}
