package filereeve.queue;

import filereeve.event.Cause;
import filereeve.event.Key;
import java.util.Set;

/// A key that is to be run now.
///
/// @param causes of all triggers since its last run began; never empty
public record Ready(Key key, Set<Cause> causes) {}
