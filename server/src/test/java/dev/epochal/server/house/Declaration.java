package dev.epochal.server.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.ToolProvider;

/// A type or a method as the compiler's parser sees it.
///
/// @param file where it stands
/// @param lines how many lines it takes, without its documentation
record Declaration(Path file, Tree tree, long lines) {
    /// All types and methods of these files.
    static List<Declaration> in(List<Path> files) {
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "Tests run on a JDK");
        try (var access = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var task = (JavacTask)
                    compiler.getTask(null, access, null, null, null, access.getJavaFileObjectsFromPaths(files));
            var positions = Trees.instance(task).getSourcePositions();
            var found = new ArrayList<Declaration>();
            for (var unit : task.parse()) {
                new Collector(unit, positions).scan(unit, found);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The name of the type or the method; that of a constructor is its type's in the parser's words.
    String name() {
        return switch (tree) {
            case ClassTree type -> type.getSimpleName().toString();
            case MethodTree method -> method.getName().toString();
            default -> throw new IllegalStateException("Neither a type nor a method: " + tree.getKind());
        };
    }

    boolean isMethod() {
        return tree instanceof MethodTree;
    }

    /// The annotations that it bears, by their names as written.
    List<String> annotations() {
        var modifiers = tree instanceof MethodTree method ? method.getModifiers() : ((ClassTree) tree).getModifiers();
        return modifiers.getAnnotations().stream()
                .map(each -> each.getAnnotationType().toString())
                .toList();
    }

    private static final class Collector extends TreeScanner<Void, List<Declaration>> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Path file;

        Collector(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.file = Path.of(unit.getSourceFile().toUri());
        }

        @Override
        public Void visitClass(ClassTree type, List<Declaration> found) {
            found.add(new Declaration(file, type, lines(type)));
            return super.visitClass(type, found);
        }

        @Override
        public Void visitMethod(MethodTree method, List<Declaration> found) {
            found.add(new Declaration(file, method, lines(method)));
            return super.visitMethod(method, found);
        }

        private long lines(Tree tree) {
            var map = unit.getLineMap();
            long start = positions.getStartPosition(unit, tree);
            long end = positions.getEndPosition(unit, tree);
            return end < 0 ? 0 : map.getLineNumber(end) - map.getLineNumber(start) + 1;
        }
    }
}
