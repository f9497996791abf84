package filereeve.kind.reload;

import filereeve.event.RuleName;
import filereeve.process.Action;
import filereeve.queue.Debounce;
import filereeve.route.Glob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One rule of the section `reload`.
///
/// @param watch whose content decides
/// @param ignore of those, these not
/// @param check must end with 0 before the change is applied
/// @param debounce how long it may wait for files that change
/// @param timeout of one command
public record ReloadSettings(
    RuleName rule,
    List<Glob> watch,
    List<Glob> ignore,
    Optional<Action.Run> check,
    Action apply,
    Debounce debounce,
    Duration timeout) {}
