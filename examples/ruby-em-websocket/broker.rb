# A broker of stage 01 with em-websocket: PORT=8765 ruby broker.rb

require 'em-websocket'
require 'set'

NEEDS_BODY = { 'SUBSCRIBE' => false, 'UNSUBSCRIBE' => false, 'PUBLISH' => true }.freeze
CHANNEL = /\A[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\z/
GOING_AWAY = 1001
TOO_LARGE = 1009
HEADER_BYTES = 14

def setting(name, default) = ENV[name].to_s.empty? ? default.to_s : ENV[name]

def number(name, default, least = 1, most = 2**40)
  text = setting(name, default)
  return text.to_i if text.match?(/\A[0-9]+\z/) && text.to_i.between?(least, most)

  abort "#{name}=#{text} makes no sense: give a whole number from #{least} to #{most}"
end

HOST = setting('HOST', '127.0.0.1')
PORT = number('PORT', 8765, 0, 65_535)
MAX_FRAME_BYTES = number('MAX_FRAME_BYTES', 65_536)
MAX_BUFFER_BYTES = number('MAX_BUFFER_BYTES', 16 * 2**20)
PING_INTERVAL = number('PING_INTERVAL_MS', 25_000) / 1000.0

class Refusal < StandardError
  def initialize(code, why) = super("ERROR:#{code}:#{why}")
end

def parse(text)
  verb, channel, body = text.sub(/\r?\n\z/, '').split(':', 3)
  raise Refusal.new('BAD_FRAME', 'a frame begins with a verb, as in PUBLISH:news:Hello!') unless verb&.match?(/\A[A-Z_]+\z/)
  raise Refusal.new('UNKNOWN_COMMAND', 'this verb is not known here') unless NEEDS_BODY.key?(verb)
  raise Refusal.new('BAD_FRAME', "#{verb} needs a channel") if channel.to_s.empty?
  raise Refusal.new('BAD_FRAME', "#{verb} #{NEEDS_BODY[verb] ? 'needs a' : 'takes no'} body") unless NEEDS_BODY[verb] == !body.nil?
  unless channel.length <= 255 && channel.match?(CHANNEL)
    raise Refusal.new('BAD_CHANNEL', 'a channel is words of letters, digits, _ and - with dots between')
  end

  [verb, channel, body]
end

$channels = Hash.new { |channels, name| channels[name] = Set.new }
$sessions = {}

# What a reader has not taken lies in EventMachine, which tells how much that is. A broker may not wait for it.
def deliver(session, text)
  return session.close_connection if session.get_outbound_data_size > MAX_BUFFER_BYTES

  session.send_text(text)
end

def obey(session, text)
  verb, channel, body = parse(text)
  case verb
  when 'SUBSCRIBE' then $channels[channel] << session
  when 'UNSUBSCRIBE' then $channels[channel].delete(session)
  else $channels[channel].each { |reader| deliver(reader, "MSG:#{channel}:#{body}") } if $channels.key?(channel)
  end
rescue Refusal => refusal
  deliver(session, refusal.message)
end

# Its own close() takes the codes that a page may send, and 1001 and 1009 are none of them.
def goodbye(session, code) = session.__send__(:close_websocket_private, code, nil)

def beat
  $sessions.each do |session, answered|
    next session.close_connection unless answered

    $sessions[session] = false
    session.ping
  end
end

def stop
  $sessions.each_key { |session| goodbye(session, GOING_AWAY) }
  EM.add_timer(0.3) { EM.stop } # for the goodbyes to leave; nobody is waited for
end

EM.run do
  EM.add_periodic_timer(PING_INTERVAL) { beat }

  server = EM::WebSocket.start(host: HOST, port: PORT) do |session|
    session.max_frame_size = MAX_FRAME_BYTES + HEADER_BYTES # it counts the header too, and each fragment by itself
    session.onopen { $sessions[session] = true }
    session.onmessage { |text| text.bytesize > MAX_FRAME_BYTES ? goodbye(session, TOO_LARGE) : obey(session, text) }
    session.onbinary { deliver(session, Refusal.new('BAD_FRAME', 'this message is binary: send text').message) }
    session.onpong { $sessions[session] = true }
    session.onerror {}
    session.onclose do
      $sessions.delete(session)
      $channels.delete_if { |_name, readers| readers.delete(session).empty? }
    end
  end
  # Behind start, which has traps of its own. A trap may do next to nothing in Ruby: the reactor looks whether there was a signal.
  stopping = false
  %w[TERM INT].each { |signal| trap(signal) { stopping = true } }
  watch = EM.add_periodic_timer(0.05) do
    next unless stopping

    watch.cancel
    stop
  end
  port, host = Socket.unpack_sockaddr_in(EM.get_sockname(server))
  puts "ws://#{host}:#{port}"
  $stdout.flush
end
