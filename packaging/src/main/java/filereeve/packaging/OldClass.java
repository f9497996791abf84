package filereeve.packaging;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;

/// A class file of a Java before 6 (picocli's): it has no stack maps, so Java cannot link it ahead.
final class OldClass {
  private OldClass() {}

  /// The same class as a Java of today compiles it; or the same bytes, if it is not so old.
  ///
  /// @param others that it was compiled with
  static byte[] linkable(byte[] content, ClassHierarchyResolver others) {
    ClassFile file =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.defaultResolver().orElse(others)));
    ClassModel model = file.parse(content);
    if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return content;
    }
    return file.transformClass(
        model,
        ClassTransform.transformingMethods(
                MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL))
            .andThen(
                (builder, element) ->
                    builder.with(
                        element instanceof ClassFileVersion
                            ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                            : element)));
  }
}
