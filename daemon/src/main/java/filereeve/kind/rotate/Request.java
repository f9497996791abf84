package filereeve.kind.rotate;

import filereeve.event.Cause;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What a run was asked for.
///
/// @param asked `OPERATOR` or `SCHEDULE`: logs are rotated whatever their size and age
/// @param begunBy only those that were begun by then: a later one has been rotated since it was
///   asked for
/// @param atStart finds writers that an earlier process has not notified
/// @param onlyStart nothing else is asked for: what is not for the start is left to another run
/// @param mayRotate whether anything may be rotated
record Request(
    Optional<Due> asked, Instant begunBy, boolean atStart, boolean onlyStart, boolean mayRotate) {

  static Request of(Set<Cause> causes) {
    Optional<Due> asked =
        causes.contains(Cause.OPERATOR)
            ? Optional.of(Due.OPERATOR)
            : Optional.of(Due.SCHEDULE).filter(_ -> causes.contains(Cause.SCHEDULE));
    boolean onlyStart = causes.equals(Set.of(Cause.START));
    return new Request(asked, Instant.MAX, causes.contains(Cause.START), onlyStart, true);
  }

  /// The same request, of which an earlier run has done a part.
  Request begunBy(Instant time) {
    return new Request(asked, time, atStart, onlyStart, mayRotate);
  }

  /// The same, with what another asked for if this asks for nothing.
  Request or(Optional<Request> other) {
    return asked.isPresent() || other.isEmpty()
        ? this
        : new Request(other.get().asked, other.get().begunBy, atStart, onlyStart, mayRotate);
  }

  /// All but the rotation.
  Request withoutRotation() {
    return new Request(asked, begunBy, atStart, onlyStart, false);
  }
}
