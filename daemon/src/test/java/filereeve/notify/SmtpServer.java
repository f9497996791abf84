package filereeve.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A mail server for tests: it implements the SMTP that is needed, accepts all mail, and misbehaves
/// on request.
final class SmtpServer {
  /// The answer to the end of the data.
  static final String END = "end";

  /// The answer to a connection.
  static final String GREETING = "greeting";

  /// The mails as received, without the envelope and with dots unescaped.
  private final List<byte[]> mails = new CopyOnWriteArrayList<>();

  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Set<String> hangs = ConcurrentHashMap.newKeySet();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket listening;
  private final Thread thread;
  private volatile List<String> extensions = List.of();
  private volatile long dropAfter = Long.MAX_VALUE;
  private volatile boolean readsNoData;

  SmtpServer() throws IOException {
    listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    listening.setReceiveBufferSize(8192);
    thread = Thread.ofPlatform().daemon().name("test-smtp").start(this::serve);
  }

  int port() {
    return listening.getLocalPort();
  }

  List<byte[]> mails() {
    return List.copyOf(mails);
  }

  /// The commands of clients, without the mails.
  List<String> commands() {
    return List.copyOf(commands);
  }

  /// Offers these extensions after EHLO.
  void offer(String... more) {
    extensions = List.of(more);
  }

  /// @param command its first word, or [#END], or [#GREETING]
  void answer(String command, String line) {
    answers.put(command, line);
  }

  /// Sends nothing after this command.
  void hangAt(String command) {
    hangs.add(command);
  }

  /// Reads nothing after the data has begun.
  void stopReading() {
    readsNoData = true;
  }

  /// Closes the connection in the middle of a mail.
  void dropAfter(long bytes) {
    dropAfter = bytes;
  }

  /// Waits until it hangs.
  void awaitHanging() throws InterruptedException {
    hanging.await();
  }

  void close() throws IOException, InterruptedException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
    thread.join();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket client = listening.accept()) {
        open.add(client);
        talk(client);
      } catch (IOException e) {
        commands.add("the connection ended: " + e);
      }
    }
  }

  private void talk(Socket client) throws IOException {
    InputStream in = new BufferedInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    reply(GREETING, "220 mail.example.org ready", in, out);
    while (true) {
      String line = line(in);
      commands.add(line);
      String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      switch (command) {
        case "EHLO" -> reply(command, ehlo(), in, out);
        case "AUTH" -> reply(command, "235 2.7.0 welcome", in, out);
        case "DATA" -> {
          reply(command, "354 go ahead", in, out);
          if (readsNoData) {
            hang(in);
          }
          if (!answers.containsKey(command)) {
            byte[] mail = data(client, in);
            if (!answers.containsKey(END)) {
              mails.add(mail);
            }
            reply(END, "250 2.0.0 taken", in, out);
          }
        }
        default -> reply(command, "250 2.1.0 ok", in, out);
      }
    }
  }

  private String ehlo() {
    var lines = new ArrayList<String>(List.of("mail.example.org"));
    lines.addAll(extensions);
    var text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append("250").append(i == lines.size() - 1 ? " " : "-").append(lines.get(i));
      text.append(i == lines.size() - 1 ? "" : "\r\n");
    }
    return text.toString();
  }

  private void reply(String command, String usual, InputStream in, OutputStream out)
      throws IOException {
    if (hangs.contains(command)) {
      hang(in);
    }
    out.write((answers.getOrDefault(command, usual) + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  /// Reads until the client closes the connection.
  private void hang(InputStream in) throws IOException {
    hanging.countDown();
    if (readsNoData) {
      synchronized (hangs) {
        try {
          while (!listening.isClosed()) {
            hangs.wait(20);
          }
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      throw new IOException("closed");
    }
    while (in.read() >= 0) {
      // discard the rest
    }
    throw new IOException("the client closed the connection");
  }

  private byte[] data(Socket client, InputStream in) throws IOException {
    var mail = new ByteArrayOutputStream();
    long bytes = 0;
    for (String line = line(in); !line.equals("."); line = line(in)) {
      bytes += line.length();
      if (bytes > dropAfter) {
        client.close();
      }
      mail.write((line.startsWith(".") ? line.substring(1) : line).getBytes(ISO_8859_1));
      mail.write('\r');
      mail.write('\n');
    }
    return mail.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString().replaceFirst("\r$", "");
      }
      line.append((char) c);
    }
    throw new EOFException();
  }
}
