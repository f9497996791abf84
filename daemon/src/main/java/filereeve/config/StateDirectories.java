package filereeve.config;

import filereeve.schema.Node;
import filereeve.schema.Node.Mapping;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the daemon's state may be, as far as a bad configuration still says.
final class StateDirectories {
  /// A configuration that is no YAML, or that ends too early, can have the line all the same.
  private static final Pattern LINE =
      Pattern.compile("state_dir[\"']?\\s*:\\s*[\"']?(/[^\\s\"',}$]+)");

  private StateDirectories() {}

  /// The most likely first.
  static List<Path> of(Optional<Mapping> all, ConfigCopy files, Map<String, String> environment) {
    Set<String> found = new LinkedHashSet<>();
    add(environment.get("FILEREEVE__DAEMON__STATE_DIR"), found);
    all.flatMap(tree -> tree.get(Language.DAEMON.name()))
        .filter(Mapping.class::isInstance)
        .flatMap(daemon -> ((Mapping) daemon).get(DaemonKeys.STATE_DIR.name()))
        .flatMap(Node::scalar)
        .ifPresent(path -> add(path.text(), found));
    for (String text : files.texts().values()) {
      Matcher line = LINE.matcher(text);
      while (line.find()) {
        add(line.group(1), found);
      }
    }
    add(environment.get("STATE_DIRECTORY"), found); // set by systemd for `StateDirectory=`
    add(DaemonKeys.STATE_DIR.fallback().orElse(null), found);
    return found.stream().map(Path::of).toList();
  }

  private static void add(@Nullable String path, Set<String> found) {
    if (path != null && path.startsWith("/") && path.indexOf('\0') < 0) {
      found.add(path);
    }
  }
}
