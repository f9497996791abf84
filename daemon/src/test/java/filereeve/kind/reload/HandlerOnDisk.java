package filereeve.kind.reload;

import filereeve.notify.Email;
import filereeve.notify.Mailers;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.process.Actions;
import filereeve.process.Commands;
import filereeve.replace.Replacing;
import filereeve.rule.Services;
import filereeve.telemetry.Log;
import filereeve.testing.Durability;
import filereeve.testing.Looking;
import java.nio.file.Path;
import java.time.InstantSource;

/// Makes the handler of a rule that works on real files and runs real commands.
final class HandlerOnDisk {
  private HandlerOnDisk() {}

  /// @param files reads the watched files
  /// @param directory has the state directory
  static ReloadHandler of(
      ReloadSettings settings, Posix files, InstantSource clock, Log log, Path directory) {
    var durability = new Durability();
    Posix posix = durability.watch(files);
    Posix real = durability.watch(new LinuxPosix());
    var commands = new Commands(real);
    var services =
        new Services(
            posix,
            clock,
            () -> true,
            log,
            directory.resolve("state"),
            Replacing.steps(real),
            commands,
            new Actions(commands, real),
            new Mailers(new Email(real, clock)),
            _ -> {},
            Looking.ANYWAY);
    return new ReloadHandler(settings, services);
  }
}
