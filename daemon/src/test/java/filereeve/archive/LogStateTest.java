package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.LogState.Temporary;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What one listing of the directories says about a log.
class LogStateTest extends ArchivesOfALog {
  private static final Path LOG = Path.of("app.log");
  private static final Optional<Path> NOT_ROTATED = Optional.empty();

  /// @param last the archive of the last rotation by this process
  record Order(String why, Path last, List<Named> files, String newest) {
    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Order> orders() {
    return Stream.of(
        new Order(
            "the archive of the last rotation is the newest, whatever its time is",
            Path.of("app.log.1"),
            List.of(file("app.log.2", 1), file("app.log.1", 10)),
            "app.log.1"),
        new Order(
            "a number means something in the directory of archives only",
            Path.of("app.log.1"),
            List.of(file("other/app.log.1", 1), file("app.log.1", 10)),
            "app.log.1"),
        new Order(
            "a date means the same in every directory",
            Path.of("app.log-19860101T000000Z"),
            List.of(file("app.log-20261121T110000Z", 1), file("other/app.log-19860101T000000Z", 9)),
            "other/app.log-19860101T000000Z"),
        new Order(
            "a compressed archive is the same one",
            Path.of("app.log-19860101T000000Z"),
            List.of(file("app.log-20261121T110000Z", 1), file("app.log-19860101T000000Z.zst", 9)),
            "app.log-19860101T000000Z.zst"),
        new Order(
            "if the last one is gone, times decide",
            Path.of("app.log-20261121T100000Z"),
            List.of(file("other/app.log-19860101T000000Z", 9), file("app.log.1", 1)),
            "app.log.1"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void theArchiveOfTheLastRotationIsTheNewest(Order order) {
    Archive newest =
        state(Optional.empty(), order.files, List.of(), Optional.of(order.last))
            .archives(NOW)
            .getFirst();

    assertThat(newest.path(newest.variants().getFirst()))
        .isEqualTo(Path.of("/srv").resolve(order.newest));
  }

  record Known(String why, LogState state, boolean known) {
    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Known> known() {
    Stat regular = file("app.log", 0).stat();
    return Stream.of(
        new Known("nothing", state(List.of(), NOT_ROTATED), false),
        new Known("a log", live(regular), true),
        new Known("a directory with its name", live(directory(regular)), false),
        new Known("rotated before", state(List.of(), Optional.of(Path.of("app.log.1"))), true),
        new Known("a number", state(List.of(file("app.log.1", 1)), NOT_ROTATED), false),
        new Known("a date of logrotate", state(dated("20261121"), NOT_ROTATED), false),
        new Known("a date of Filereeve", state(dated("20261121T000000Z"), NOT_ROTATED), true),
        new Known(
            "a date of Filereeve among others",
            state(List.of(file("app.log.1", 1), file("app.log-20261121T000000Z", 1)), NOT_ROTATED),
            true));
  }

  @ParameterizedTest
  @MethodSource("known")
  void aLogIsKnownByItselfByItsRotationOrByAnArchiveThatOnlyFilereeveNames(Known which) {
    assertThat(which.state.isKnown()).isEqualTo(which.known);
  }

  @ParameterizedTest
  @EnumSource
  void temporaryFilesAreFoundByTheirPurpose(Purpose purpose) {
    List<Temporary> all =
        Stream.of(Purpose.values())
            .map(each -> new Temporary(Path.of("/srv"), TempNames.of(LOG, each), each))
            .toList();
    List<Temporary> others = all.stream().filter(each -> each.purpose() != purpose).toList();
    LogState with = state(Optional.empty(), List.of(), all, NOT_ROTATED);
    LogState without = state(Optional.empty(), List.of(), others, NOT_ROTATED);

    assertThat(with.temporary(purpose)).extracting(Temporary::purpose).containsExactly(purpose);
    assertThat(with.has(purpose)).isTrue();
    assertThat(without.temporary(purpose)).isEmpty();
    assertThat(without.has(purpose)).isFalse();
  }

  private static List<Named> dated(String date) {
    return List.of(file("app.log-" + date, 1));
  }

  private static LogState live(Stat stat) {
    return state(Optional.of(stat), List.of(), List.of(), NOT_ROTATED);
  }

  private static LogState state(List<Named> files, Optional<Path> last) {
    return state(Optional.empty(), files, List.of(), last);
  }

  private static LogState state(
      Optional<Stat> live, List<Named> files, List<Temporary> temporary, Optional<Path> last) {
    Path srv = Path.of("/srv");
    return new LogState(srv, LOG, live, 0, srv, found(files), List.of(), temporary, last);
  }

  private static Stat directory(Stat file) {
    return new Stat(
        Stat.Type.DIRECTORY,
        file.device(),
        file.inode(),
        file.mode(),
        file.links(),
        file.uid(),
        file.gid(),
        file.size(),
        file.allocated(),
        file.accessed(),
        file.modified(),
        file.changed(),
        file.born(),
        file.isBirthKnown());
  }
}
