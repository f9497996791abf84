package filereeve.dispatch;

import filereeve.event.RunId;
import filereeve.event.RunKey;
import java.time.Duration;

/// A run that has begun and not ended.
///
/// @param age since it began
public record Running(RunId id, RunKey key, Duration age) {}
