package filereeve.config;

import filereeve.telemetry.LogSettings;
import filereeve.watch.Source;
import java.nio.file.Path;

/// The section `daemon`.
///
/// @param workers rules at work at the same time
/// @param compressWorkers threads that compress
/// @param queueLimit waiting keys; past it a rule is rescanned as a whole
/// @param reloadOnChange of the configuration's own files
/// @param watcher where file events come from
public record DaemonSettings(
    Path stateDir,
    int workers,
    int compressWorkers,
    int queueLimit,
    boolean reloadOnChange,
    Source watcher,
    LogSettings log) {}
