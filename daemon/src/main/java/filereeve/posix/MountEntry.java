package filereeve.posix;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// A line of `/proc/self/mountinfo`, as proc(5) describes it: `36 35 98:0 /part /point rw,noatime
/// [tags…] - ext3 /dev/root rw`.
///
/// @param parent the id of the mount that it is in
/// @param device the filesystem's, `98:0`
/// @param root the part of the filesystem that is mounted
/// @param point where, a real path
/// @param options of the mount
/// @param type of filesystem, such as `ext4` or `fuse.sshfs`
/// @param filesystemOptions of the filesystem, whatever its mounts have
public record MountEntry(
    long id,
    String parent,
    String device,
    Path root,
    Path point,
    Set<String> options,
    String type,
    Set<String> filesystemOptions) {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final String READ_ONLY = "ro";

  /// All mounts that this process sees.
  ///
  /// @throws IOException if there is no `/proc`
  public static List<MountEntry> all() throws IOException {
    try (InputStream in = Files.newInputStream(TABLE)) { // its size is not known before
      return parse(in.readAllBytes());
    }
  }

  /// @param mountinfo the file's content
  public static List<MountEntry> parse(byte[] mountinfo) {
    // Names are bytes; this charset keeps each of them. A name can hold a carriage return.
    return Arrays.stream(new String(mountinfo, StandardCharsets.ISO_8859_1).split("\n", -1))
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length > 6 && words[0].matches("\\d{1,18}"))
        .map(MountEntry::of)
        .toList();
  }

  private static MountEntry of(String[] words) {
    int dash = Math.max(6, Arrays.asList(words).indexOf("-"));
    return new MountEntry(
        Long.parseLong(words[0]),
        words[1],
        words[2],
        path(words[3]),
        path(words[4]),
        options(words[5]),
        dash + 1 < words.length ? words[dash + 1] : "",
        options(dash + 3 < words.length ? words[dash + 3] : ""));
  }

  private static Set<String> options(String text) {
    return Set.copyOf(Arrays.asList(text.split(",", -1)));
  }

  /// Blank, tab, line end and backslash are written as `\` and three octal digits.
  private static Path path(String escaped) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '\\' && i + 3 < escaped.length()) {
        bytes.write(Integer.parseInt(escaped, i + 1, i + 4, 8));
        i += 3;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    return Path.of("/").resolve(PathBytes.toName(bytes.toByteArray()));
  }

  /// Whether only this mount is read-only, and the filesystem is not.
  public boolean isAloneReadOnly() {
    return options.contains(READ_ONLY) && !filesystemOptions.contains(READ_ONLY);
  }
}
