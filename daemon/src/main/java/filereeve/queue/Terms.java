package filereeve.queue;

/// How a key is treated.
///
/// @param <L> the lanes
/// @param lane which workers run it
public record Terms<L>(Debounce debounce, L lane) {}
