package filereeve.kind.compress;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.event.RuleName;
import filereeve.route.Glob;
import java.time.Duration;
import java.util.List;

/// One rule of the section `compress`.
///
/// @param noWriter wait until no process has the file open for writing
/// @param quiet wait until the file was not changed for this long
/// @param scheduled compress by the rule's schedule only, not as soon as a file is ready
public record CompressSettings(
    RuleName rule,
    List<Glob> files,
    boolean noWriter,
    Duration quiet,
    Codec codec,
    Level level,
    boolean keepOriginal,
    boolean scheduled) {}
