package filereeve.app;

import java.util.Optional;
import picocli.CommandLine;

/// The program's version, from the jar's manifest.
final class Version implements CommandLine.IVersionProvider {
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"filereeve " + text(), "Java " + Runtime.version()};
  }
}
