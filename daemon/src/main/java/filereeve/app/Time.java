package filereeve.app;

import filereeve.schedule.Alarms;
import filereeve.time.Ticker;
import java.time.InstantSource;

/// All that the daemon knows of time, and waits by.
///
/// @param clock what the host shows; it can be set
/// @param ticker what passes
/// @param alarms wake the schedules
record Time(InstantSource clock, Ticker ticker, Alarms.Opening alarms) {
  static Time ofThisHost() {
    return new Time(InstantSource.system(), Ticker.SYSTEM, Alarms.QUARTZ);
  }
}
