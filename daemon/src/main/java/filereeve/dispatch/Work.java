package filereeve.dispatch;

import filereeve.event.Cause;
import filereeve.event.Key;
import java.util.Set;

/// A key that is to be run now.
///
/// @param causes why; never empty
public record Work(Key key, Set<Cause> causes) {}
