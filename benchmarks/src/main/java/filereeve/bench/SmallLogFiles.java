package filereeve.bench;

import filereeve.codec.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Small logs of an access log's lines, 2 to 8 KiB each and no two alike, and what must have become
/// of them.
record SmallLogFiles(Path directory, int count) {
  private static final int AT_A_TIME = 1000;
  private static final List<String> PATHS =
      List.of(
          "/", "/login", "/api/v1/items", "/api/v1/orders/%d", "/static/app.js", "/search?q=%d");
  private static final int[] STATUSES = {200, 200, 200, 200, 304, 404, 500};

  void make() throws IOException {
    for (int i = 0; i < count; i++) {
      Files.write(directory.resolve(name(i)), content(i));
    }
  }

  /// Each log is there once, empty, with one archive that holds all its lines.
  void check(Codec codec) throws IOException, InterruptedException {
    try (var names = Files.list(directory)) {
      require(names.count() == 2L * count, "as many archives as logs, and no other file");
    }
    var archives = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      Path archive = directory.resolve(name(i) + ".1." + codec.suffix());
      archives.add(archive.toString());
      require(Files.size(directory.resolve(name(i))) == 0, "an empty new log " + name(i));
      try (InputStream in = codec.decoder(Files.newInputStream(archive))) {
        require(java.util.Arrays.equals(in.readAllBytes(), content(i)), "all of " + archive);
      }
    }
    for (int from = 0; from < count; from += AT_A_TIME) {
      var command = new ArrayList<>(List.of(codec == Codec.GZIP ? "gzip" : "zstd", "-t", "-q"));
      command.addAll(archives.subList(from, Math.min(count, from + AT_A_TIME)));
      require(new ProcessBuilder(command).inheritIO().start().waitFor() == 0, "good archives");
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("there should be " + what);
    }
  }

  private static String name(int number) {
    return "app%05d.log".formatted(number);
  }

  private static byte[] content(int number) {
    var random = new Random(number);
    int size = 2048 + random.nextInt(6 * 1024);
    var text = new StringBuilder();
    for (int second = 0; text.length() < size; second++) {
      text.append(
          String.format(
              Locale.ROOT,
              "10.0.%d.%d - - [21/Nov/2026:06:%02d:%02d +0000] \"GET %s HTTP/1.1\" %d %d \"-\""
                  + " \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0)\"%n",
              random.nextInt(4),
              random.nextInt(250),
              second / 60,
              second % 60,
              String.format(
                  Locale.ROOT, PATHS.get(random.nextInt(PATHS.size())), random.nextInt(99_999)),
              STATUSES[random.nextInt(STATUSES.length)],
              random.nextInt(90_000)));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
