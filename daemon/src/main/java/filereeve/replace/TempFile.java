package filereeve.replace;

import java.nio.file.Path;

/// A temporary file that is being written.
///
/// @param file open for reading and writing
/// @param release to be run when the file is no longer in use
record TempFile(Path name, OpenFile file, Runnable release) {}
