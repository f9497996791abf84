package filereeve.rule;

import filereeve.clock.ClockTrust;
import filereeve.event.Trigger;
import filereeve.notify.Mailer;
import filereeve.posix.Posix;
import filereeve.process.Actions;
import filereeve.process.Commands;
import filereeve.replace.ReplacementSteps;
import filereeve.route.Watched;
import filereeve.telemetry.Log;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/// What a daemon gives to its handlers.
///
/// @param stateDirectory such as `/var/lib/filereeve`
/// @param sink takes what a handler leaves to later runs
/// @param watched is awaited before a directory is listed
public record Services(
    Posix posix,
    InstantSource clock,
    ClockTrust clockTrust,
    Log log,
    Path stateDirectory,
    ReplacementSteps replacement,
    Commands commands,
    Actions actions,
    Mailer mailer,
    Consumer<Trigger> sink,
    Watched watched) {
  /// The same with another user's permissions for files.
  public Services with(Posix files) {
    return new Services(
        files,
        clock,
        clockTrust,
        log,
        stateDirectory,
        replacement.with(files),
        commands,
        actions,
        mailer,
        sink,
        watched);
  }
}
