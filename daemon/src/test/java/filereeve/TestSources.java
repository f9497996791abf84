package filereeve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The sources of all tests, so that documents which name a test can be checked.
final class TestSources {
  private final Map<String, String> byClass = new HashMap<>();

  TestSources(Path checkout) throws IOException {
    try (Stream<Path> files = Files.walk(checkout.resolve("daemon/src/test/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        String name = String.valueOf(file.getFileName());
        byClass.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
  }

  /// @param test `Class.method`
  boolean has(String test) {
    int dot = test.indexOf('.');
    return byClass
        .getOrDefault(test.substring(0, dot), "")
        .contains("  void " + test.substring(dot + 1) + "(");
  }
}
