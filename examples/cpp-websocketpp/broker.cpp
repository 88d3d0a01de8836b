// A broker of stage 01 with WebSocket++: g++ -std=c++17 -O1 -o broker broker.cpp -lpthread && PORT=8765 ./broker

#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <string>

#define ASIO_STANDALONE
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

using Server = websocketpp::server<websocketpp::config::asio>;
using Handle = websocketpp::connection_hdl;
using Handles = std::set<Handle, std::owner_less<Handle>>;

static std::string setting(const char *name, const std::string &fallback) {
  const char *value = std::getenv(name);
  return value && *value ? value : fallback;
}

static long number(const char *name, const char *fallback, long least = 1, long most = 1L << 40) {
  const std::string text = setting(name, fallback);
  const bool digits = !text.empty() && text.size() < 16 && text.find_first_not_of("0123456789") == std::string::npos;
  const long value = digits ? std::stol(text) : -1;
  if (value >= least && value <= most) return value;
  std::cerr << name << "=" << text << " makes no sense: give a whole number from " << least << " to " << most << std::endl;
  std::exit(1);
}

struct Refusal {
  std::string text;
};

struct Frame {
  std::string verb, channel, body;
};

static Frame parse(std::string line) {
  static const std::map<std::string, bool> needs_body{{"SUBSCRIBE", false}, {"UNSUBSCRIBE", false}, {"PUBLISH", true}};
  static const std::regex channels("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  if (!line.empty() && line.back() == '\n') {
    line.pop_back();
    if (!line.empty() && line.back() == '\r') line.pop_back();
  }
  const auto first = line.find(':');
  const auto second = first == std::string::npos ? first : line.find(':', first + 1);
  Frame frame{line.substr(0, first), first == std::string::npos ? "" : line.substr(first + 1, second - first - 1), ""};
  const bool has_body = second != std::string::npos;
  if (has_body) frame.body = line.substr(second + 1);

  if (frame.verb.empty() || frame.verb.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != std::string::npos)
    throw Refusal{"BAD_FRAME:a frame begins with a verb, as in PUBLISH:news:Hello!"};
  const auto command = needs_body.find(frame.verb);
  if (command == needs_body.end()) throw Refusal{"UNKNOWN_COMMAND:this verb is not known here"};
  if (frame.channel.empty()) throw Refusal{"BAD_FRAME:" + frame.verb + " needs a channel"};
  if (command->second != has_body) throw Refusal{"BAD_FRAME:PUBLISH has a body, and no other verb has one"};
  if (frame.channel.size() > 255 || !std::regex_match(frame.channel, channels))
    throw Refusal{"BAD_CHANNEL:a channel is words of letters, digits, _ and - with dots between"};
  return frame;
}

class Broker {
public:
  Broker()
      : max_buffer(number("MAX_BUFFER_BYTES", "16777216")), interval(number("PING_INTERVAL_MS", "25000", 1, 1L << 31)),
        stopping(io, SIGTERM, SIGINT) {
    server.clear_access_channels(websocketpp::log::alevel::all);
    server.clear_error_channels(websocketpp::log::elevel::all);
    server.init_asio(&io);
    server.set_reuse_addr(true);
    server.set_max_message_size(number("MAX_FRAME_BYTES", "65536"));
    server.set_open_handler([this](Handle session) { sessions[session] = true; });
    server.set_pong_handler([this](Handle session, const std::string &) { sessions[session] = true; });
    server.set_close_handler([this](Handle session) { forget(session); });
    server.set_fail_handler([this](Handle session) { forget(session); });
    server.set_message_handler([this](Handle session, Server::message_ptr message) { receive(session, message); });
    stopping.async_wait([this](const asio::error_code &, int) { stop(); });
  }

  void run() {
    const std::string host = setting("HOST", "127.0.0.1");
    server.listen(host, std::to_string(number("PORT", "8765", 0, 65535)));
    server.start_accept();
    beat();
    asio::error_code error;
    std::cout << "ws://" << host << ":" << server.get_local_endpoint(error).port() << std::endl;
    io.run();
  }

private:
  void receive(Handle session, Server::message_ptr message) {
    try {
      if (message->get_opcode() != websocketpp::frame::opcode::text) throw Refusal{"BAD_FRAME:this message is binary: send text"};
      const Frame frame = parse(message->get_payload());
      if (frame.verb == "SUBSCRIBE") channels[frame.channel].insert(session);
      else if (frame.verb == "UNSUBSCRIBE") channels[frame.channel].erase(session);
      else for (const Handle &reader : channels[frame.channel]) deliver(reader, "MSG:" + frame.channel + ":" + frame.body);
    } catch (const Refusal &refusal) {
      deliver(session, "ERROR:" + refusal.text);
    }
  }

  /** Waits for nobody: what a reader has not taken is counted, and too much of it is the end. */
  void deliver(const Handle &session, const std::string &text) {
    asio::error_code error;
    const auto connection = server.get_con_from_hdl(session, error);
    if (error) return;
    if (static_cast<long>(connection->get_buffered_amount()) > max_buffer) cut(connection);
    else server.send(session, text, websocketpp::frame::opcode::text, error);
  }

  static void cut(const Server::connection_ptr &connection) {
    asio::error_code ignored;
    connection->get_raw_socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  }

  void forget(const Handle &session) {
    sessions.erase(session);
    for (auto channel = channels.begin(); channel != channels.end();) {
      channel->second.erase(session);
      channel = channel->second.empty() ? channels.erase(channel) : std::next(channel);
    }
  }

  void beat() {
    server.set_timer(interval, [this](const websocketpp::lib::error_code &error) {
      if (error) return;
      for (auto &[session, answered] : sessions) {
        websocketpp::lib::error_code gone;
        const auto connection = server.get_con_from_hdl(session, gone);
        if (gone) continue;
        if (answered) connection->ping("", gone);
        else cut(connection);
        answered = false;
      }
      beat();
    });
  }

  void stop() {
    websocketpp::lib::error_code error;
    server.stop_listening(error);
    for (const auto &[session, answered] : sessions) server.close(session, websocketpp::close::status::going_away, "", error);
    server.set_timer(300, [this](const websocketpp::lib::error_code &) { io.stop(); }); // for the goodbyes to leave
  }

  asio::io_service io;
  Server server;
  const long max_buffer, interval;
  asio::signal_set stopping;
  std::map<std::string, Handles> channels;
  std::map<Handle, bool, std::owner_less<Handle>> sessions; // and whether each has answered the last ping
};

int main() {
  Broker().run();
  return 0;
}
