package filereeve.bench;

import java.io.IOException;
import org.openjdk.jmh.Main;

/// The measured methods of [filereeve.bench.methods], by JMH: in nanoseconds a call, with the
/// daemon's own flags.
///
/// Arguments: those of JMH, such as `-l` (a list), `Queue.*` (a pattern), `-f 1 -i 3` (quicker).
final class Methods {
  private Methods() {}

  public static void main(String[] args) throws IOException {
    Main.main(args);
  }
}
