package filereeve.posix;

/// A part of [LinuxPosix]: one family of system calls.
interface LinuxCalls extends Posix {
  Libc libc();

  /// Makes a call.
  ///
  /// @param object what it is about, for the message
  default long call(String name, Object object, Libc.Invocation invocation) throws PosixException {
    return libc().call(name, object.toString(), invocation);
  }

  /// The same where one error is an answer.
  default long callOr(Errno answer, String name, Object object, Libc.Invocation invocation)
      throws PosixException {
    return libc().callOr(answer, name, object.toString(), invocation);
  }
}
