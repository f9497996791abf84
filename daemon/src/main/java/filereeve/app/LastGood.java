package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.config.Loaded;
import filereeve.config.StartWith;
import filereeve.files.Directory;
import filereeve.posix.Posix;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;

/// Keeps a copy of the configuration that is in force, for a start with a bad one.
record LastGood(Posix posix, Log log) {
  void keep(Loaded.Good good) {
    if (good.copy().isNone() || good.settings().daemon().startWith() != StartWith.LAST_GOOD) {
      return;
    }
    try (Directory state = Directory.open(posix, good.settings().daemon().stateDir())) {
      good.copy().write(state);
    } catch (IOException e) {
      log.log(
          Event.STATE_ERROR,
          field("rule", ConfigurationHandler.NAME),
          field("why", "cannot keep a copy of the configuration: " + e.getMessage()));
    }
  }
}
