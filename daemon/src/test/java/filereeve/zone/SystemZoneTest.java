package filereeve.zone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemZoneTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3";

  @TempDir Path root;
  private Path localtime = Path.of("/");
  private Path zoneinfo = Path.of("/");

  @BeforeEach
  void makeDirectories() throws IOException {
    localtime = root.resolve("localtime");
    zoneinfo = Files.createDirectories(root.resolve("usr/share/zoneinfo"));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, Europe/Berlin",
    ":Europe/Berlin, Europe/Berlin",
    "GMT+5, -05:00",
    "UTC, UTC",
    ":, UTC",
  })
  void theVariableIsReadAsTheLibraryReadsIt(String variable, String zone) {
    assertThat(set(variable)).isEqualTo(new SystemZone(ZoneId.of(zone), Optional.empty()));
  }

  @Test
  void anEmptyVariableIsUtc() {
    assertThat(set("")).isEqualTo(new SystemZone(UTC, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Nowhere", ":CET-1CEST,M13.1.1,M1.1.1", "/does/not/exist", "../x"})
  void whatIsNoZoneIsUtcAndSaidToBeNone(String variable) {
    SystemZone zone = set(variable);
    assertThat(zone.zone()).isEqualTo(UTC);
    assertThat(zone.problem().orElseThrow()).contains("TZ=" + variable).contains("not a time zone");
  }

  @Test
  void rulesGetTheNameOfAZoneThatHasThem() {
    assertBerlin(set(BERLIN));
  }

  @Test
  void aPathNamesAZoneOrIsOne() throws IOException {
    Path named = Files.createDirectories(zoneinfo.resolve("Europe")).resolve("Paris");
    Files.write(named, file(BERLIN));
    Path other = Files.write(root.resolve("mine"), file(BERLIN));
    assertThat(set(named.toString()).zone()).isEqualTo(ZoneId.of("Europe/Paris"));
    assertBerlin(set(":" + other));
    assertBerlin(set(other.toString()));
  }

  @Test
  void aZoneThatJavaDoesNotKnowIsReadFromItsFile() throws IOException {
    Files.write(zoneinfo.resolve("Company"), file(BERLIN));
    assertBerlin(set("Company"));
  }

  @Test
  void withoutTheVariableTheFileDecides() throws IOException {
    assertThat(unset()).isEqualTo(new SystemZone(UTC, Optional.empty()));
    Path tokyo = Files.createDirectories(zoneinfo.resolve("Asia")).resolve("Tokyo");
    Files.write(tokyo, file("JST-9"));
    Files.createSymbolicLink(localtime, tokyo);
    assertThat(unset().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    Files.delete(localtime);
    Files.write(localtime, file(BERLIN)); // the zone was changed
    assertBerlin(unset());
  }

  @Test
  void aLinkToNothingAndAFileThatIsNoZoneAreUtcAndSaid() throws IOException {
    Files.createSymbolicLink(localtime, zoneinfo.resolve("Europe/Berlin"));
    assertThat(unset().zone()).isEqualTo(UTC);
    assertThat(unset().problem().orElseThrow()).contains(localtime.toString());
    for (byte[] content : new byte[][] {{}, "TZif".getBytes(US_ASCII), new byte[5000]}) {
      Files.delete(localtime);
      Files.write(localtime, content);
      assertThat(unset().problem()).isPresent();
    }
  }

  /// Morocco's clocks change with the moon: the file lists the changes.
  @Test
  void changesThatAFileListsAreRead() throws IOException {
    Path real = Path.of("/usr/share/zoneinfo/Africa/Casablanca");
    if (Files.exists(real)) {
      Files.copy(real, localtime);
      ZoneId zone = unset().zone();
      for (Instant time = NOW; time.isBefore(NOW.plusSeconds(86_400L * 1000)); ) {
        assertThat(zone.getRules().getOffset(time))
            .isEqualTo(ZoneId.of("Africa/Casablanca").getRules().getOffset(time));
        time = time.plusSeconds(86_400);
      }
    }
  }

  @Test
  void whatTheHostSaysIsUnderstood() {
    assertThat(SystemZone.now().zone().getRules().getOffset(NOW)).isNotNull();
  }

  private static void assertBerlin(SystemZone found) {
    assertThat(found.problem()).isEmpty();
    for (String time : new String[] {"2027-01-01T00:00:00Z", "2027-07-01T00:00:00Z"}) {
      assertThat(found.zone().getRules().getOffset(Instant.parse(time)))
          .isEqualTo(ZoneId.of("Europe/Berlin").getRules().getOffset(Instant.parse(time)));
    }
  }

  private SystemZone set(String variable) {
    return SystemZone.of(Optional.of(variable), new SystemZone.Places(localtime, zoneinfo), NOW);
  }

  private SystemZone unset() {
    return SystemZone.of(Optional.empty(), new SystemZone.Places(localtime, zoneinfo), NOW);
  }

  /// A compiled zone that lists one old change and then follows rules.
  private static byte[] file(String rules) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    header(out, 0, 1, 4);
    type(out, ZoneOffset.ofHours(1));
    out.writeBytes("LMT\0");
    header(out, 1, 1, 4);
    out.writeLong(-1_000_000_000L);
    out.writeByte(0);
    type(out, ZoneOffset.ofHours(1));
    out.writeBytes("CET\0");
    out.writeBytes("\n" + rules + "\n");
    return bytes.toByteArray();
  }

  private static void header(DataOutputStream out, int times, int types, int chars)
      throws IOException {
    out.writeBytes("TZif2");
    out.write(new byte[15]);
    for (int count : new int[] {0, 0, 0, times, types, chars}) {
      out.writeInt(count);
    }
  }

  private static void type(DataOutputStream out, ZoneOffset offset) throws IOException {
    out.writeInt(offset.getTotalSeconds());
    out.writeShort(0);
  }
}
