package filereeve.config;

import filereeve.schema.Node;
import filereeve.schema.Problems;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// How far the reading of a configuration has come, for whoever waits for it.
///
/// Thread: safe; one thread reads, another asks.
final class Progress implements Sources {
  private final Sources sources;
  private final SequencedMap<Path, String> texts = new LinkedHashMap<>();
  private String at;

  Progress(Path main, Sources sources) {
    this.sources = sources;
    this.at = main.toString();
  }

  /// What is read now: a file, or the directory where a pattern is searched.
  synchronized String at() {
    return at;
  }

  /// Where the state may be, as far as the files say that were read.
  synchronized List<Path> stateDirectories(Map<String, String> environment) {
    return StateDirectories.of(
        Optional.empty(), new ConfigCopy(texts, Optional.empty()), environment);
  }

  private synchronized void isAt(String next) {
    at = next;
  }

  private synchronized void has(Path file, String text) {
    texts.put(file, text);
  }

  @Override
  public ConfigFile.Text read(Path file, Problems problems, String remedyIfMissing) {
    isAt(file.toString());
    ConfigFile.Text read = sources.read(file, problems, remedyIfMissing);
    if (read instanceof ConfigFile.Text.Read(String text)) {
      has(file, text);
    }
    return read;
  }

  @Override
  public boolean has(Path file) {
    isAt(file.toString());
    return sources.has(file);
  }

  @Override
  public List<Path> find(Path main, Node.Scalar pattern, Problems problems) {
    isAt(Includes.fixedPart(main, pattern.text()).toString());
    return sources.find(main, pattern, problems);
  }
}
