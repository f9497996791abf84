package filereeve.clock;

import java.io.IOException;

/// What a host says of its time.
interface Clocks {
  ClockReading read() throws IOException;

  /// Whether the host has compared its clock with others, as far as it says.
  boolean isSynchronized();
}
