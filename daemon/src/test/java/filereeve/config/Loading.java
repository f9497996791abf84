package filereeve.config;

import filereeve.app.Kinds;
import filereeve.rule.RuleKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

  public Loaded.Good good() {
    return switch (load()) {
      case Loaded.Good good -> good;
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
      case Loaded.Good good -> throw new AssertionError("is good: " + good);
    };
  }

  public String effective() {
    return good().effective().toYaml().replace(directory + "/", "");
  }

  private Loaded load() {
    return new ConfigLoader(kinds, environment).load(directory.resolve("filereeve.yaml"));
  }
}
