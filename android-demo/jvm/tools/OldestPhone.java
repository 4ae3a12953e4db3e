import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Looks up what the packed classes call of Android in the framework of the oldest phone that the app is for.
 *
 * <p>The app is compiled against a newer framework, which has methods that Android 8 lacks; a call of one of them
 * would end the app there. Usage: OldestPhone FRAMEWORK_JAR CLASSES. Only names below `android` are looked up: the
 * jar of that framework does not hold java.*.
 */
final class OldestPhone {
    private final Map<String, ClassNode> known = new HashMap<>();
    private final Set<String> missing = new TreeSet<>();

    public static void main(String[] arguments) throws IOException {
        OldestPhone phone = new OldestPhone();
        phone.readFramework(arguments[0]);
        List<ClassNode> packed = phone.readClasses(Path.of(arguments[1]));
        packed.forEach(phone::check);
        phone.missing.forEach(System.err::println);
        if (!phone.missing.isEmpty()) System.exit(1);
    }

    private void readFramework(String jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            for (var entry : Collections.list(zip.entries()))
                if (entry.getName().endsWith(".class") && entry.getName().startsWith("android/"))
                    read(zip.getInputStream(entry).readAllBytes());
        }
    }

    private List<ClassNode> readClasses(Path folder) throws IOException {
        List<Path> files;
        try (var all = Files.walk(folder)) {
            files = all.filter(path -> path.toString().endsWith(".class")).toList();
        }
        for (Path file : files) read(Files.readAllBytes(file));
        return known.values().stream().filter(node -> !node.name.startsWith("android/")).toList();
    }

    private void read(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        known.put(node.name, node);
    }

    private void check(ClassNode user) {
        for (MethodNode method : user.methods)
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof MethodInsnNode call) look(user, call.owner, call.name, call.desc);
                if (instruction instanceof FieldInsnNode field) look(user, field.owner, field.name, field.desc);
            }
    }

    private void look(ClassNode user, String owner, String name, String desc) {
        if (owner.startsWith("android/") && !has(owner, name, desc))
            missing.add(user.name + " uses " + owner + "." + name + " " + desc);
    }

    /** Whether the class or one above it has the member; above all of them stands Object. */
    private boolean has(String owner, String name, String desc) {
        Deque<String> above = new ArrayDeque<>(List.of(owner));
        Set<String> seen = new HashSet<>();
        while (!above.isEmpty()) {
            String next = above.pop();
            ClassNode node = known.get(next);
            if (node == null || !seen.add(next)) continue;
            for (MethodNode method : node.methods) if (method.name.equals(name) && method.desc.equals(desc)) return true;
            for (FieldNode field : node.fields) if (field.name.equals(name) && field.desc.equals(desc)) return true;
            if (node.superName != null) above.add(node.superName);
            above.addAll(node.interfaces);
        }
        return known.containsKey(owner) && ofObject(name, desc);
    }

    private static boolean ofObject(String name, String desc) {
        for (var method : Object.class.getDeclaredMethods())
            if (method.getName().equals(name) && Type.getMethodDescriptor(method).equals(desc)) return true;
        return false;
    }
}
