package filereeve.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// What this process uses of the host, as proc(5) has it.
///
/// @param fields by name; what cannot be read is missing
record ProcessUse(Map<String, Object> fields) {
  private static final Path SELF = Path.of("/proc/self");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final Pattern DESCRIPTORS = Pattern.compile("(?m)^Max open files\\s+(\\d+)\\s");
  private static final long KIBIBYTE = 1024;

  static ProcessUse now() {
    var fields = new LinkedHashMap<String, Object>();
    try {
      Matcher resident = RESIDENT.matcher(Files.readString(SELF.resolve("status")));
      if (resident.find()) {
        fields.put("memory", Long.parseLong(resident.group(1)) * KIBIBYTE);
      }
      fields.put("descriptors", descriptors());
      Matcher allowed = DESCRIPTORS.matcher(Files.readString(SELF.resolve("limits")));
      if (allowed.find()) {
        fields.put("descriptors_allowed", Long.parseLong(allowed.group(1)));
      }
    } catch (IOException e) {
      fields.put("unknown", "cannot read what the process uses: " + e);
    }
    return new ProcessUse(fields);
  }

  private static long descriptors() throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(SELF.resolve("fd"))) {
      return StreamSupport.stream(open.spliterator(), false).count() - 1; // its own is one of them
    }
  }
}
