package filereeve.config;

import filereeve.telemetry.LogSettings;
import java.nio.file.Path;

/// The section `daemon`.
///
/// @param workers rules at work at the same time
/// @param compressWorkers threads that compress
/// @param queueLimit waiting keys; past it a rule is rescanned as a whole
/// @param reloadOnChange of the configuration's own files
public record DaemonSettings(
    Path stateDir,
    int workers,
    int compressWorkers,
    int queueLimit,
    boolean reloadOnChange,
    LogSettings log) {}
