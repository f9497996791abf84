package filereeve.sandbox;

import filereeve.process.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What actions of rules need. For a command, its program's name decides; what is not in the tables
/// here is unknown, and left to the administrator.
public final class CommandNeeds {
  /// What a wrapper's or shell's text has between names of programs.
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s;|&()<>\"'`${}=,:]+");

  /// They run what their arguments name.
  private static final Set<String> WRAPPERS =
      Set.of("env", "flock", "ionice", "nice", "nohup", "setsid", "timeout");

  /// What a text runs besides the programs that are found in it is unknown.
  private static final Set<String> SHELLS = Set.of("ash", "bash", "dash", "ksh", "sh", "zsh");

  private static final Map<String, Needs> KNOWN = known();

  private CommandNeeds() {}

  private static Map<String, Needs> known() {
    var known = new HashMap<String, Needs>();
    // They need nothing but what the unit leaves open: sockets below /run, signals.
    put(
        known,
        Needs.NONE,
        "docker echo false invoke-rc.d kill logger named-checkconf named-checkzone printf promtool"
            + " rsyslogd service sleep sshd systemctl test true");
    // `-t` creates its pidfile and directories for temporary files, and listens on each port.
    put(
        known,
        Needs.writing(paths("/run", "/var/cache/nginx", "/var/lib/nginx"))
            .and(Needs.of(Grant.NETWORK, Grant.LOW_PORTS)),
        "nginx openresty");
    // They create directories below /run, and look up host names.
    put(
        known,
        Needs.writing(paths("/run")).and(Needs.of(Grant.NETWORK)),
        "apache2 apache2ctl apachectl httpd");
    put(known, Needs.of(Grant.NETWORK), "curl haproxy nc wget");
    // Their keys, and what they know of hosts, are in root's home directory.
    put(
        known,
        Needs.reading(paths("/root")).and(Needs.of(Grant.NETWORK)),
        "aws rclone restic rsync s3cmd scp sftp ssh");
    put(known, Needs.of(Grant.SEE_PROCESSES), "killall pgrep pidof pkill");
    put(known, Needs.of(Grant.SEE_PROCESSES, Grant.INSPECT_PROCESSES), "fuser lsof");
    put(known, Needs.of(Grant.CHANGE_ATTRIBUTES), "chattr");
    return Map.copyOf(known);
  }

  private static void put(Map<String, Needs> known, Needs needs, String programs) {
    for (String program : programs.split(" ", -1)) {
      known.put(program, needs);
    }
  }

  public static Needs of(Action action) {
    return switch (action) {
      case Action.Run(List<String> argv) -> ofCommand(argv);
      case Action.Systemctl _ -> Needs.NONE;
      case Action.Signal(_, Path pidfile) ->
          Needs.reading(List.of(pidfile)).and(Needs.of(Grant.SEE_PROCESSES));
    };
  }

  private static Needs ofCommand(List<String> argv) {
    var parts = new ArrayList<Needs>();
    parts.add(Needs.reading(argv.stream().flatMap(CommandNeeds::path).toList()));
    String program = name(argv.getFirst());
    if (WRAPPERS.contains(program) || SHELLS.contains(program)) {
      List<Needs> inside =
          argv.stream()
              .skip(1)
              .flatMap(BETWEEN_WORDS::splitAsStream)
              .flatMap(w -> known(w).stream())
              .toList();
      parts.addAll(inside);
      if (inside.isEmpty() || SHELLS.contains(program)) {
        parts.add(Needs.unknown(program));
      }
    } else {
      parts.add(known(program).orElseGet(() -> Needs.unknown(program)));
    }
    return Needs.all(parts);
  }

  private static Optional<Needs> known(String word) {
    return Optional.ofNullable(KNOWN.get(name(word)));
  }

  private static Stream<Path> path(String argument) {
    return argument.startsWith("/") && argument.indexOf('\0') < 0
        ? Stream.of(Path.of(argument).normalize())
        : Stream.of();
  }

  private static String name(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }

  private static List<Path> paths(String... paths) {
    return Stream.of(paths).map(Path::of).toList();
  }
}
