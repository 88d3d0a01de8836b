// A broker of stage 01 with Tomcat, embedded:
// javac -cp "$JARS" -d . Broker.java && PORT=8765 java -cp ".:$JARS" Broker, with these in JARS:
// tomcat10-embed-core.jar, tomcat10-embed-websocket.jar and jakarta-annotation-api.jar

import jakarta.servlet.ServletContext;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

public final class Broker extends Endpoint {
  private static final Pattern VERB = Pattern.compile("[A-Z_]+");
  private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");
  private static final Map<String, Boolean> NEEDS_BODY = Map.of("SUBSCRIBE", false, "UNSUBSCRIBE", false, "PUBLISH", true);

  private static final String HOST = setting("HOST", "127.0.0.1");
  private static final long PORT = number("PORT", 8765, 0, 65535);
  private static final long MAX_FRAME_BYTES = number("MAX_FRAME_BYTES", 65536, 1, Integer.MAX_VALUE);
  private static final long MAX_BUFFER_BYTES = number("MAX_BUFFER_BYTES", 16 << 20, 1, 1L << 40);
  private static final long PING_INTERVAL_MS = number("PING_INTERVAL_MS", 25_000, 1, 1L << 31);

  /** One lock for all: a publish reaches all of its readers before the next one begins. */
  private static final Map<String, Set<Client>> channels = new HashMap<>();
  private static final Set<Client> clients = ConcurrentHashMap.newKeySet();

  /** Tomcat sends one message at a time to a client, and tells when it is taken: the others wait in a queue. */
  private static final class Client {
    final Session session;
    private final Queue<String> queue = new ArrayDeque<>();
    private long waiting;
    private boolean sending;
    private boolean closing;
    volatile boolean answered = true;

    Client(Session session) {
      this.session = session;
    }

    synchronized void send(String text) {
      if (closing) return;
      waiting += text.length();
      if (waiting > MAX_BUFFER_BYTES) {
        closing = true;
        queue.clear();
        daemon(() -> close(CloseCodes.VIOLATED_POLICY)).start(); // there is no way to cut it, and this one may wait for the client
        return;
      }
      queue.add(text);
      if (!sending) next();
    }

    private synchronized void next() {
      String text = queue.poll();
      sending = text != null;
      if (text == null) return;
      session.getAsyncRemote().sendText(text, result -> {
        synchronized (this) {
          waiting -= text.length();
          if (result.isOK()) next();
        }
      });
    }

    void close(CloseCodes code) {
      try {
        session.close(new CloseReason(code, ""));
      } catch (Exception gone) {
        // as wanted
      }
    }

    void ping() {
      if (!answered) close(CloseCodes.GOING_AWAY);
      answered = false;
      try {
        session.getBasicRemote().sendPing(ByteBuffer.allocate(0));
      } catch (Exception gone) {
        // its end is on its way
      }
    }
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    Client client = new Client(session);
    session.getUserProperties().put("client", client);
    session.setMaxTextMessageBufferSize((int) MAX_FRAME_BYTES);
    session.setMaxBinaryMessageBufferSize((int) MAX_FRAME_BYTES);
    session.addMessageHandler(String.class, text -> receive(client, text));
    session.addMessageHandler(ByteBuffer.class, bytes -> client.send("ERROR:BAD_FRAME:this message is binary: send text"));
    session.addMessageHandler(PongMessage.class, pong -> client.answered = true);
    clients.add(client);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    Client client = (Client) session.getUserProperties().get("client");
    clients.remove(client);
    synchronized (channels) {
      channels.values().forEach(readers -> readers.remove(client));
      channels.values().removeIf(Set::isEmpty);
    }
  }

  @Override
  public void onError(Session session, Throwable error) {
    // onClose follows
  }

  private static void receive(Client client, String text) {
    // Tomcat's limit is on characters.
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_FRAME_BYTES) {
      client.close(CloseCodes.TOO_BIG);
      return;
    }
    String refusal = obey(client, text.endsWith("\n") ? text.replaceFirst("\r?\n\\z", "") : text);
    if (refusal != null) client.send("ERROR:" + refusal);
  }

  private static String obey(Client client, String frame) {
    String[] parts = frame.split(":", 3);
    String verb = parts[0];
    String channel = parts.length > 1 ? parts[1] : "";
    if (!VERB.matcher(verb).matches()) return "BAD_FRAME:a frame begins with a verb, as in PUBLISH:news:Hello!";
    if (!NEEDS_BODY.containsKey(verb)) return "UNKNOWN_COMMAND:this verb is not known here";
    if (channel.isEmpty()) return "BAD_FRAME:" + verb + " needs a channel";
    if (NEEDS_BODY.get(verb) != (parts.length > 2)) return "BAD_FRAME:PUBLISH has a body, and no other verb has one";
    if (channel.length() > 255 || !CHANNEL.matcher(channel).matches())
      return "BAD_CHANNEL:a channel is words of letters, digits, _ and - with dots between";
    synchronized (channels) {
      switch (verb) {
        case "SUBSCRIBE" -> channels.computeIfAbsent(channel, name -> ConcurrentHashMap.newKeySet()).add(client);
        case "UNSUBSCRIBE" -> channels.computeIfPresent(channel, (name, readers) -> readers.remove(client) && readers.isEmpty() ? null : readers);
        default -> channels.getOrDefault(channel, Set.of()).forEach(reader -> reader.send("MSG:" + channel + ":" + parts[2]));
      }
    }
    return null;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static String setting(String name, String fallback) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? fallback : value;
  }

  private static long number(String name, long fallback, long least, long most) {
    String text = setting(name, String.valueOf(fallback));
    long value = text.matches("[0-9]{1,15}") ? Long.parseLong(text) : -1;
    if (value >= least && value <= most) return value;
    System.err.printf("%s=%s makes no sense: give a whole number from %d to %d%n", name, text, least, most);
    System.exit(1);
    return -1;
  }

  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
    Connector connector = new Connector();
    connector.setPort((int) PORT);
    connector.setProperty("address", HOST);
    tomcat.setConnector(connector);
    var context = tomcat.addContext("", null);
    context.addServletContainerInitializer((classes, servlets) -> {
      new WsSci().onStartup(null, servlets);
      deploy(servlets);
    }, null);
    Tomcat.addServlet(context, "none", new jakarta.servlet.http.HttpServlet() {});
    context.addServletMappingDecoded("/*", "none");
    tomcat.start();

    ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor(Broker::daemon);
    pings.scheduleAtFixedRate(() -> clients.forEach(Client::ping), PING_INTERVAL_MS, PING_INTERVAL_MS, TimeUnit.MILLISECONDS);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      clients.forEach(client -> daemon(() -> client.close(CloseCodes.GOING_AWAY)).start()); // each for itself: it may wait
      try {
        Thread.sleep(500);
      } catch (InterruptedException early) {
        // then they leave now
      }
      Runtime.getRuntime().halt(0); // a JVM that is ended by a signal would end with 143
    }));
    System.out.printf("ws://%s:%d%n", HOST, connector.getLocalPort());
    System.out.flush();
    tomcat.getServer().await();
  }

  private static void deploy(ServletContext servlets) {
    ServerContainer container = (ServerContainer) servlets.getAttribute(ServerContainer.class.getName());
    try {
      container.addEndpoint(ServerEndpointConfig.Builder.create(Broker.class, "/").build());
    } catch (jakarta.websocket.DeploymentException error) {
      throw new IllegalStateException(error);
    }
  }
}
