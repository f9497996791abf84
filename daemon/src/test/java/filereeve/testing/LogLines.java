package filereeve.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/// Content for tests: lines as a web server writes them, the same for the same seed.
public final class LogLines {
  private static final String[] PATHS = {"/", "/login", "/api/v1/items", "/static/app.js"};
  private static final int[] STATUS = {200, 200, 200, 304, 404, 500};

  private LogLines() {}

  public static byte[] bytes(int size) {
    var random = new Random(size);
    var out = new ByteArrayOutputStream(size + 200);
    for (int i = 0; out.size() < size; i++) {
      String line =
          "10.0.%d.%d - - [21/Nov/2026:08:%02d:%02d +0000] \"GET %s?id=%d HTTP/1.1\" %d %d\n"
              .formatted(
                  random.nextInt(4),
                  random.nextInt(256),
                  i / 6000 % 60,
                  i / 100 % 60,
                  PATHS[random.nextInt(PATHS.length)],
                  random.nextInt(100_000),
                  STATUS[random.nextInt(STATUS.length)],
                  random.nextInt(20_000));
      out.writeBytes(line.getBytes(UTF_8));
    }
    return Arrays.copyOf(out.toByteArray(), size);
  }

  public static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
