package filereeve.dispatch;

import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.route.Claim;

/// Brings what a key names to the wanted state: it reads the filesystem as it is now, plans, and
/// acts. Running it twice is harmless, and so is running it late.
///
/// Thread: called by several workers at once for different keys, never for one key at once. A run
/// that has to end (timeout, shutdown) finds its thread interrupted, undoes or finishes its step
/// and returns or throws.
public interface Handler {
  Lane lane(Subject subject);

  /// What its rule claims, completed from disk: with archives under former names.
  ///
  /// @param ofRule what the configuration says
  default Claim claim(Claim ofRule) {
    return ofRule;
  }

  /// @throws InterruptedException when the run was asked to end and left nothing half done
  Outcome handle(Run run) throws InterruptedException;
}
