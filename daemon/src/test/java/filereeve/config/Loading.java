package filereeve.config;

import filereeve.app.Kinds;
import filereeve.posix.LinuxPosix;
import filereeve.rule.RuleKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files in a directory, to be loaded as a configuration.
public record Loading(Path directory, List<RuleKind<?>> kinds, Map<String, String> environment) {
  public Loading(Path directory, Map<String, String> environment) {
    this(directory, Kinds.ALL, environment);
  }

  public Loading with(String name, String content) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  /// Reads files whoever may have written them: a checkout can be anybody's.
  public static ConfigLoader loader(List<RuleKind<?>> kinds, Map<String, String> environment) {
    return new ConfigLoader(kinds, environment, new LinuxPosix(), _ -> Optional.empty());
  }

  public Loaded.Good good() {
    return switch (load()) {
      case Loaded.Good good -> good;
      case Loaded.Unfinished unfinished -> throw new AssertionError(unfinished);
      case Loaded.Silent silent -> throw new AssertionError(silent);
      case Loaded.Bad bad -> throw new AssertionError("is bad: " + bad.problems());
    };
  }

  public Settings settings() {
    return good().settings();
  }

  /// With the directory left out.
  public List<String> problems() {
    return switch (load()) {
      case Loaded.Bad bad ->
          bad.problems().stream().map(p -> p.toString().replace(directory + "/", "")).toList();
      case Loaded.Unfinished unfinished -> throw new AssertionError(unfinished);
      case Loaded.Silent silent -> throw new AssertionError(silent);
      case Loaded.Good good -> throw new AssertionError("is good: " + good);
    };
  }

  public String effective() {
    return good().effective().toYaml().replace(directory + "/", "");
  }

  private Loaded load() {
    return loader(kinds, environment).load(directory.resolve("filereeve.yaml"));
  }
}
