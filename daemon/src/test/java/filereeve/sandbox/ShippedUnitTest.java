package filereeve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.config.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The unit gives every configuration what the drop-in leaves out.
class ShippedUnitTest {
  private List<String> unit = List.of();

  @BeforeEach
  void read() throws IOException {
    unit = Files.readAllLines(Checkout.file("systemd/filereeve.service"));
  }

  @Test
  void whatTheDropInTakesForOpenIsOpen() {
    Stream<Path> written =
        words("ReadWritePaths").map(path -> Path.of(path.replaceFirst("^[-+]+", "")));
    Stream<Path> state = words("StateDirectory").map(Path.of("/var/lib")::resolve);
    assertThat(Stream.concat(written, state)).containsAll(DropIn.OPEN);
  }

  @Test
  void whatEveryRuleNeedsIsAllowed() {
    assertThat(words("CapabilityBoundingSet"))
        .contains("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_KILL", "CAP_LEASE");
    assertThat(words("RestrictAddressFamilies")).contains("AF_UNIX");
  }

  private Stream<String> words(String setting) {
    return unit.stream()
        .filter(line -> line.startsWith(setting + "="))
        .flatMap(line -> Stream.of(line.substring(setting.length() + 1).split(" ", -1)));
  }
}
