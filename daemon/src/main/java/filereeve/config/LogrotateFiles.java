package filereeve.config;

import filereeve.route.Glob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which logs logrotate rotates, by its configuration and what that includes.
///
/// @param entries in the order in which logrotate reads them
/// @param unreadable files that could not be read, and why
public record LogrotateFiles(List<Entry> entries, List<String> unreadable) {
  /// @param glob one of the paths before a `{`
  public record Entry(Glob glob, Path file, int line) {}

  /// What logrotate leaves out of a directory (`tabooext`).
  private static final Pattern TABOO =
      Pattern.compile(
          ".*(\\.(bak|cfsaved|disabled|dpkg-.*|rhn-cfg-tmp-.*|rpmnew|rpmorig|rpmsave|swp|ucf-.*)|,v|~)");

  private static final Set<String> SCRIPTS =
      Set.of("prerotate", "postrotate", "firstaction", "lastaction", "preremove");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|\\S+");

  /// @param main nothing is rotated if it does not exist
  public static LogrotateFiles read(Path main) {
    var reader = new Reader();
    if (Files.exists(main)) {
      reader.file(main);
    }
    return new LogrotateFiles(List.copyOf(reader.entries), List.copyOf(reader.unreadable));
  }

  private static final class Reader {
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    private void file(Path file) {
      if (!seen.add(file) || !Files.isRegularFile(file)) {
        return;
      }
      List<String> lines;
      try {
        lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
      } catch (IOException _) {
        unreadable.add("cannot read " + file);
        return;
      }
      var part = Part.TOP;
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        part = line.startsWith("#") ? part : line(part, line, file, i + 1);
      }
    }

    private enum Part {
      TOP,
      BLOCK,
      SCRIPT
    }

    private Part line(Part part, String line, Path file, int number) {
      String first = line.replaceFirst("\\s.*", "");
      return switch (part) {
        case SCRIPT -> first.equals("endscript") ? Part.BLOCK : Part.SCRIPT;
        case BLOCK ->
            SCRIPTS.contains(first) ? Part.SCRIPT : line.startsWith("}") ? Part.TOP : Part.BLOCK;
        case TOP -> top(line, first, file, number);
      };
    }

    private Part top(String line, String first, Path file, int number) {
      if (first.equals("include")) {
        include(line.substring(first.length()).strip().replace("\"", ""));
        return Part.TOP;
      }
      int open = line.indexOf('{');
      String paths = open < 0 ? line : line.substring(0, open);
      if (line.startsWith("/") || line.startsWith("\"") || line.startsWith("'")) {
        WORD.matcher(paths).results().forEach(word -> path(word, file, number));
      }
      return open < 0 || line.indexOf('}', open) > 0 ? Part.TOP : Part.BLOCK;
    }

    private void path(MatchResult word, Path file, int number) {
      String text =
          Stream.of(word.group(1), word.group(2), word.group())
              .filter(t -> t != null)
              .findFirst()
              .orElse("");
      try {
        entries.add(new Entry(Glob.parse(text), file, number));
      } catch (IllegalArgumentException _) {
        // No absolute path: logrotate refuses it, too.
      }
    }

    private void include(String text) {
      if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
        return; // logrotate finds none, either
      }
      Path path = Path.of(text);
      if (!Files.isDirectory(path)) {
        file(path);
        return;
      }
      try (Stream<Path> files = Files.list(path)) {
        files
            .filter(Files::isRegularFile)
            .filter(file -> !TABOO.matcher(file.getFileName().toString()).matches())
            .sorted()
            .forEach(this::file);
      } catch (IOException _) {
        unreadable.add("cannot read " + path);
      }
    }
  }
}
