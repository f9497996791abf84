package filereeve.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.event.RuleName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/// The delay that keeps many hosts and rules from all starting at the same moment.
final class Jitter {
  private Jitter() {}

  /// A delay from 0 up to `most`, the same whenever the same rule on the same host asks.
  static Duration of(RuleName rule, String host, Duration most) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest((host + "\n" + rule).getBytes(UTF_8));
      long number = ByteBuffer.wrap(hash).getLong();
      return Duration.ofMillis(Math.floorMod(number, most.toMillis() + 1));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
