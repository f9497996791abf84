package filereeve.event;

import java.util.Set;

/// A key that is to be run now.
///
/// @param causes of all triggers since its last run began; never empty
public record Work(RunKey key, Set<Cause> causes) {}
