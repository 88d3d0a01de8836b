# A broker of stage 01 with Mojolicious: PORT=8765 perl broker.pl
use Mojo::Base -strict, -signatures;
use Mojo::IOLoop;
use Mojo::Server::Daemon;
use Mojolicious::Lite;
use Mojo::WebSocket qw(WS_PING WS_PONG);

my %needs_body = (SUBSCRIBE => 0, UNSUBSCRIBE => 0, PUBLISH => 1);
my (%channels, %sessions);    # by channel and then by session; by session

sub setting ($name, $default) { length($ENV{$name} // '') ? $ENV{$name} : $default }

sub number ($name, $default, $least = 1, $most = 2**40) {
  my $text = setting($name, $default);
  return $text if $text =~ /\A[0-9]+\z/ && $text >= $least && $text <= $most;
  print STDERR "$name=$text makes no sense: give a whole number from $least to $most\n";
  exit 1;
}

my $host       = setting('HOST', '127.0.0.1');
my $port       = number('PORT',             8765, 0, 65535);
my $max_frame  = number('MAX_FRAME_BYTES',  65536);
my $max_buffer = number('MAX_BUFFER_BYTES', 16 * 2**20);
my $interval   = number('PING_INTERVAL_MS', 25000) / 1000;

# What goes back for a frame: nothing, or a refusal.
sub obey ($tx, $frame) {
  $frame =~ s/\r?\n\z//;
  my ($verb, $channel, $body) = split /:/, $frame, 3;
  return 'BAD_FRAME:a frame begins with a verb, as in PUBLISH:news:Hello!' if ($verb // '') !~ /\A[A-Z_]+\z/;
  return 'UNKNOWN_COMMAND:this verb is not known here' unless exists $needs_body{$verb};
  return "BAD_FRAME:$verb needs a channel"             unless length($channel // '');
  return 'BAD_FRAME:PUBLISH has a body, and no other verb has one' if $needs_body{$verb} != defined($body);
  return 'BAD_CHANNEL:a channel is words of letters, digits, _ and - with dots between'
    if length($channel) > 255 || $channel !~ /\A[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\z/;
  if    ($verb eq 'SUBSCRIBE')   { $channels{$channel}{$tx} = $tx }
  elsif ($verb eq 'UNSUBSCRIBE') { delete $channels{$channel}{$tx} }
  else                           { deliver($_, "MSG:$channel:$body") for values %{$channels{$channel} // {}} }
  return undef;
}

# What a session has not taken lies in the stream of the reactor. A send waits for nobody.
sub deliver ($tx, $text) {
  my $stream = Mojo::IOLoop->stream($tx->connection) or return;
  return $stream->close if $stream->bytes_waiting + ($sessions{$tx}{unsent} // 0) > $max_buffer;
  $tx->send({text => Mojo::Util::encode('UTF-8', $text)});
}

websocket '/' => sub ($c) {
  my $tx = $c->tx;
  $c->inactivity_timeout(0);
  $tx->max_websocket_size($max_frame);
  $sessions{$tx} = {tx => $tx, answered => 1};
  $tx->on(frame => sub ($tx, $frame) { $sessions{$tx}{answered} = 1 if $frame->[4] == WS_PONG && $sessions{$tx} });
  $tx->on(text  => sub ($tx, $bytes) {
    # Mojolicious decodes for us with message(), and takes what is no UTF-8 as it is.
    my $text = Mojo::Util::decode('UTF-8', $bytes) // return $tx->finish(1007);
    my $refusal = obey($tx, $text);
    deliver($tx, "ERROR:$refusal") if $refusal;
  });
  $tx->on(binary => sub ($tx, $) { deliver($tx, 'ERROR:BAD_FRAME:this message is binary: send text') });
  $c->on(finish => sub (@) {    # the controller's on() also accepts the handshake
    delete $sessions{$tx};
    delete $_->{$tx} for values %channels;
  });
};

Mojo::IOLoop->recurring($interval => sub {
  for my $session (values %sessions) {
    my $stream = Mojo::IOLoop->stream($session->{tx}->connection) or next;
    if (!$session->{answered}) { $stream->close; next }
    $session->{answered} = 0;
    $session->{tx}->send([1, 0, 0, 0, WS_PING, '']);
  }
});

app->log->level('fatal');
my $daemon = Mojo::Server::Daemon->new(app => app, listen => ["http://$host:$port"], silent => 1);
$daemon->start;
printf "ws://%s:%s\n", $host, $daemon->ports->[0];
STDOUT->flush;

my $stop = sub {
  $_->{tx}->finish(1001) for values %sessions;
  Mojo::IOLoop->timer(0.3 => sub { Mojo::IOLoop->stop });    # for the goodbyes to leave
};
local @SIG{qw(TERM INT)} = ($stop, $stop);
Mojo::IOLoop->start;
exit 0;
