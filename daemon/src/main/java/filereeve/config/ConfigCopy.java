package filereeve.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.files.Directory;
import filereeve.posix.PathBytes;
import filereeve.posix.Posix;
import filereeve.schema.Node;
import filereeve.schema.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The texts of a configuration's files, as they were when it was put in force. A copy is kept in
/// `<state_dir>/last-good`, for a start with a bad configuration:
///
/// ```
/// sha256 4f2a…                    of all that follows
/// file 812 /etc/filereeve/filereeve.yaml
/// version: 1
/// …
/// ```
///
/// @param texts by absolute path, the main file first
/// @param profile which of them is the profile
public record ConfigCopy(SequencedMap<Path, String> texts, Optional<Path> profile)
    implements Sources {
  /// Of a configuration that is not there.
  public static final ConfigCopy NONE = new ConfigCopy(new LinkedHashMap<>(), Optional.empty());

  private static final Path NAME = Path.of("last-good");
  private static final int LONGEST = 32 << 20;

  public ConfigCopy {
    texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
  }

  /// As of a main file that says nothing.
  static ConfigCopy ofNoRule(Path main) {
    var texts = new LinkedHashMap<Path, String>();
    texts.put(main.toAbsolutePath(), "version: 1\n");
    return new ConfigCopy(texts, Optional.empty());
  }

  /// Whether there was no configuration to copy.
  public boolean isNone() {
    return texts.isEmpty();
  }

  /// Replaces the copy that is kept. After a crash there is the old one or the new. Only the
  /// daemon's own user can read it: a configuration may hold passwords.
  ///
  /// @param state the open state directory
  public void write(Directory state) throws IOException {
    byte[] body = body();
    var all = new ByteArrayOutputStream();
    all.writeBytes(("sha256 " + digest(body) + "\n").getBytes(UTF_8));
    all.writeBytes(body);
    state.writeAtomically(NAME, all.toByteArray(), 0600);
  }

  private byte[] body() {
    var out = new ByteArrayOutputStream();
    texts.forEach(
        (path, text) -> {
          byte[] content = text.getBytes(UTF_8);
          String kind = profile.filter(path::equals).isPresent() ? "profile " : "file ";
          String name = PathBytes.encoded(path);
          out.writeBytes((kind + content.length + " " + name + "\n").getBytes(UTF_8));
          out.writeBytes(content);
        });
    return out.toByteArray();
  }

  /// The copy that is kept; empty if there is none.
  ///
  /// @throws IOException if it cannot be read, or is damaged
  public static Optional<ConfigCopy> read(Posix posix, Path stateDirectory) throws IOException {
    Optional<byte[]> content;
    try (Directory state = Directory.open(posix, stateDirectory)) {
      content = state.read(NAME, LONGEST);
    }
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(content.get()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(stateDirectory.resolve(NAME) + " is damaged", e);
    }
  }

  private static ConfigCopy parse(byte[] content) {
    int at = lineEnd(content, 0);
    byte[] body = Arrays.copyOfRange(content, at, content.length);
    if (!new String(content, 0, at, UTF_8).equals("sha256 " + digest(body) + "\n")) {
      throw new IllegalArgumentException("the digest is another");
    }
    var texts = new LinkedHashMap<Path, String>();
    Optional<Path> profile = Optional.empty();
    while (at < content.length) {
      int end = lineEnd(content, at);
      String[] head = new String(content, at, end - at, UTF_8).strip().split(" ", 3);
      int length = Integer.parseInt(head[1]);
      Path path = Path.of(URI.create("file://" + head[2]));
      profile = head[0].equals("profile") ? Optional.of(path) : profile;
      texts.put(path, new String(content, end, length, UTF_8));
      at = end + length;
    }
    return new ConfigCopy(texts, profile);
  }

  /// Where the line after this one begins.
  private static int lineEnd(byte[] content, int from) {
    int at = from;
    while (content[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Whether it is a copy of the configuration with this main file.
  public boolean isOf(Path main) {
    return !texts.isEmpty() && texts.firstEntry().getKey().equals(main.toAbsolutePath());
  }

  @Override
  public ConfigFile.Text read(Path file, Problems problems, String remedyIfMissing) {
    return new ConfigFile.Text.Read(texts.getOrDefault(file.toAbsolutePath(), ""));
  }

  @Override
  public boolean has(Path file) {
    return texts.containsKey(file.toAbsolutePath());
  }

  /// All at the first pattern: their order is kept.
  @Override
  public List<Path> find(Path main, Node.Scalar pattern, Problems problems) {
    return texts.sequencedKeySet().stream()
        .skip(1)
        .filter(path -> profile.filter(path::equals).isEmpty())
        .toList();
  }
}
