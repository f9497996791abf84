package filereeve.config;

import filereeve.kind.compress.CompressSettings;
import filereeve.kind.reload.ReloadSettings;
import filereeve.kind.rotate.RotateSettings;
import filereeve.notify.EmailSettings;
import filereeve.rule.Rule;
import java.nio.file.Path;
import java.util.List;

/// A whole, checked configuration.
///
/// @param mail the entries of `notify` that send mail
/// @param files all files that were read, the main one first
/// @param includeGlobs where further files would be read from, should they appear
public record Settings(
    DaemonSettings daemon,
    List<Rule<ReloadSettings>> reload,
    List<Rule<RotateSettings>> rotate,
    List<Rule<CompressSettings>> compress,
    List<EmailSettings> mail,
    List<Path> files,
    List<String> includeGlobs) {
  public int ruleCount() {
    return reload.size() + rotate.size() + compress.size();
  }
}
