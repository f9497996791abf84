package filereeve.bench.watchers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The other programs, each set up as its manual says, to hear of what is made, moved in or written
/// and of nothing else.
final class Peers {
  /// The one that the distribution's package python3-watchdog is for.
  private static final String PYTHON = "/usr/bin/python3";

  /// It starts a command for each event: a burst would be all the commands' cost.
  private static final Set<String> BURSTS = Set.of("burst", "stopped", "directories", "overflow");

  private static final String WATCHDOG =
      """
      import sys, time
      from watchdog.observers import Observer
      from watchdog.events import FileSystemEventHandler

      class Reporter(FileSystemEventHandler):
          def on_any_event(self, event):
              sys.stdout.write(event.event_type + " " + event.src_path + "\\n")
              sys.stdout.flush()

      observer = Observer()
      observer.schedule(Reporter(), sys.argv[1], recursive=True)
      observer.start()
      print("READY", flush=True)
      observer.join()
      """;

  private Peers() {}

  static List<Contestant> all() {
    return List.of(
        new Contestant("inotifywait", "command -v inotifywait", Set.of(), Peers::inotifywait),
        new Contestant("watchman", "command -v watchman", Set.of(), Peers::watchman),
        new Contestant("fswatch", "command -v fswatch", Set.of(), Peers::fswatch),
        new Contestant("watchdog", PYTHON + " -c 'import watchdog'", Set.of(), Peers::watchdog),
        new Contestant("incron", "command -v incrond && test $(id -u) = 0", BURSTS, Peers::incron));
  }

  private static Watching inotifywait(
      Contestant.Purpose purpose, Path tree, Path place, ReportedFiles reported)
      throws IOException, InterruptedException {
    var watching =
        new Watching(
            new ProcessBuilder(
                "inotifywait",
                "-m",
                "-r",
                "-e",
                "create,modify,close_write,moved_to",
                "--format",
                "%e %w%f",
                tree.toString()),
            reported);
    watching.awaitLine("Watches established");
    return watching;
  }

  /// Its own smallest latency, without which it waits for a second.
  private static Watching fswatch(
      Contestant.Purpose purpose, Path tree, Path place, ReportedFiles reported)
      throws IOException, InterruptedException {
    var watching =
        new Watching(
            new ProcessBuilder(
                "fswatch",
                "--recursive",
                "--latency=0.1",
                "--allow-overflow",
                "--event=Created",
                "--event=Updated",
                "--event=MovedTo",
                "--event=Overflow",
                "--event-flags",
                tree.toString()),
            reported);
    watching.awaitCanary(tree);
    return watching;
  }

  private static Watching watchdog(
      Contestant.Purpose purpose, Path tree, Path place, ReportedFiles reported)
      throws IOException, InterruptedException {
    Path script = Files.writeString(place.resolve("watchdog_tell.py"), WATCHDOG);
    var watching =
        new Watching(new ProcessBuilder(PYTHON, script.toString(), tree.toString()), reported);
    watching.awaitLine("READY");
    return watching;
  }

  /// A server of its own with its files in the place, and a subscription through its socket.
  private static Watching watchman(
      Contestant.Purpose purpose, Path tree, Path place, ReportedFiles reported)
      throws IOException, InterruptedException {
    Path socket = place.resolve("sock");
    var watching =
        new Watching(
            new ProcessBuilder(
                "watchman",
                "--foreground",
                "--sockname=" + socket,
                "--statefile=" + place.resolve("state"),
                "--logfile=" + place.resolve("log"),
                "--pidfile=" + place.resolve("pid")),
            reported);
    while (!Files.exists(socket) && watching.isAlive()) {
      Thread.sleep(1);
    }
    var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    watching.alsoClose(channel);
    watching.alsoRead(Channels.newInputStream(channel));
    // One after the other: a request that comes before the last one's answer is never read.
    ask(channel, "[\"watch\",\"%s\"]", tree);
    watching.awaitLine("\"watch\":");
    ask(channel, "[\"clock\",\"%s\",{\"sync_timeout\":60000}]", tree);
    String clock = watching.awaitLine("\"clock\":\"([^\"]*)\"");
    ask(
        channel,
        "[\"subscribe\",\"%s\",\"reported\",{\"since\":\""
            + clock
            + "\",\"fields\":[\"name\"],\"expression\":[\"match\",\"*.log\"]}]",
        tree);
    watching.awaitLine("\"subscribe\":\"reported\"");
    return watching;
  }

  private static void ask(SocketChannel channel, String request, Path tree) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((request.formatted(tree) + "\n").getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// A table and settings of its own; it runs a command for each event, which adds a line to a
  /// file.
  private static Watching incron(
      Contestant.Purpose purpose, Path tree, Path place, ReportedFiles reported)
      throws IOException, InterruptedException {
    Path tables = Files.createDirectory(place.resolve("tables"));
    Path users = Files.createDirectory(place.resolve("users"));
    Path out = place.resolve("out");
    Path command = place.resolve("report");
    Files.writeString(command, "#!/bin/sh\necho \"$1\" >>'" + out + "'\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        tables.resolve("report"), tree + " IN_CLOSE_WRITE,IN_MOVED_TO " + command + " $@/$#\n");
    Path settings = place.resolve("incron.conf");
    Files.writeString(
        settings,
        """
        system_table_dir = %s
        user_table_dir = %s
        lockfile_dir = %s
        lockfile_name = incrond
        allowed_users = %s
        denied_users = %s
        """
            .formatted(tables, users, place, place.resolve("allow"), place.resolve("deny")));
    Files.createFile(out);
    var watching =
        new Watching(new ProcessBuilder("incrond", "-n", "-f", settings.toString()), reported);
    watching.alsoRead(new Growing(out, Duration.ofMillis(1)));
    watching.awaitCanary(tree);
    return watching;
  }
}
