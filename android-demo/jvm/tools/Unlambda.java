import static org.objectweb.asm.Opcodes.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Turns the lambdas of a folder of class files into classes, in place.
 *
 * <p>A lambda is an invokedynamic instruction that asks LambdaMetafactory for an object. Android has no such factory,
 * and dx passes the instruction on without a word: the app would be installed, and crash at the first lambda. Each one
 * becomes a small class here that keeps what the lambda captured, and the instruction a call of its factory method.
 */
final class Unlambda {
    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
    private static final Type OBJECT = Type.getType(Object.class);
    private static final int SERIALIZABLE = 1, MARKERS = 2, BRIDGES = 4;

    private final Path file;
    private final ClassNode owner = new ClassNode();
    private final Map<String, Handle> reachable = new HashMap<>();
    private int made;

    private Unlambda(Path file) throws IOException {
        this.file = file;
        new ClassReader(Files.readAllBytes(file)).accept(owner, 0);
    }

    public static void main(String[] arguments) throws IOException {
        List<Path> classes;
        try (var all = Files.walk(Path.of(arguments[0]))) {
            classes = all.filter(path -> path.toString().endsWith(".class")).toList();
        }
        int lambdas = 0;
        for (Path path : classes) lambdas += new Unlambda(path).convert();
        System.out.println(lambdas + " lambdas became classes");
    }

    private int convert() throws IOException {
        for (MethodNode method : owner.methods)
            for (AbstractInsnNode instruction : method.instructions.toArray())
                if (instruction instanceof InvokeDynamicInsnNode lambda)
                    method.instructions.set(lambda, replacement(lambda));
        if (made > 0) {
            ClassWriter writer = new ClassWriter(0);
            owner.accept(writer);
            Files.write(file, writer.toByteArray());
        }
        return made;
    }

    private MethodInsnNode replacement(InvokeDynamicInsnNode lambda) throws IOException {
        if (!lambda.bsm.getOwner().equals(FACTORY)) throw new IOException(file + " has an invokedynamic of " + lambda.bsm);
        String name = owner.name + "$Lambda" + made++;
        String simple = name.substring(name.lastIndexOf('/') + 1);
        Files.write(file.resolveSibling(simple + ".class"), new Shape(name, lambda, reach((Handle) lambda.bsmArgs[1])).bytes());
        return new MethodInsnNode(INVOKESTATIC, name, "of", lambda.desc, false);
    }

    /** The lambda's body, made visible to the new class. An instance body gets a name that no subclass can override. */
    private Handle reach(Handle body) {
        if (!body.getOwner().equals(owner.name)) return body;
        return reachable.computeIfAbsent(body.getName() + body.getDesc(), key -> {
            MethodNode method = find(body);
            if (method == null || (method.access & ACC_PRIVATE) == 0) return body;
            boolean ofInterface = (owner.access & ACC_INTERFACE) != 0;
            method.access = method.access & ~ACC_PRIVATE | (ofInterface ? ACC_PUBLIC : 0);
            if (body.getTag() == H_INVOKESTATIC || body.getTag() == H_NEWINVOKESPECIAL) return body;
            String name = body.getName() + "$of$" + owner.name.replace('/', '$');
            renameCalls(method, name);
            int tag = ofInterface ? H_INVOKEINTERFACE : H_INVOKEVIRTUAL;
            return new Handle(tag, owner.name, name, body.getDesc(), ofInterface);
        });
    }

    private MethodNode find(Handle body) {
        for (MethodNode method : owner.methods)
            if (method.name.equals(body.getName()) && method.desc.equals(body.getDesc())) return method;
        return null;
    }

    private void renameCalls(MethodNode renamed, String name) {
        for (MethodNode method : owner.methods)
            for (AbstractInsnNode instruction : method.instructions)
                if (instruction instanceof MethodInsnNode call && call.owner.equals(owner.name)
                        && call.name.equals(renamed.name) && call.desc.equals(renamed.desc)) {
                    call.name = name;
                    if (call.getOpcode() == INVOKESPECIAL) call.setOpcode(INVOKEVIRTUAL);
                }
        renamed.name = name;
    }

    /** The class of one lambda: fields for what it captured, and its one method, under every type it is asked for. */
    private static final class Shape {
        private final String name;
        private final InvokeDynamicInsnNode lambda;
        private final Handle body;
        private final Type self;
        private final Type[] captured;
        private final Set<String> interfaces = new LinkedHashSet<>();
        private final Set<Type> signatures = new LinkedHashSet<>();
        private final ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);

        Shape(String name, InvokeDynamicInsnNode lambda, Handle body) {
            this.name = name;
            this.lambda = lambda;
            this.body = body;
            self = Type.getObjectType(name);
            captured = Type.getArgumentTypes(lambda.desc);
            interfaces.add(Type.getReturnType(lambda.desc).getInternalName());
            signatures.add((Type) lambda.bsmArgs[0]);
            if (lambda.bsm.getName().equals("altMetafactory")) readExtras();
        }

        private void readExtras() {
            int at = 3;
            int flags = (Integer) lambda.bsmArgs[at++];
            if ((flags & SERIALIZABLE) != 0) interfaces.add("java/io/Serializable");
            if ((flags & MARKERS) != 0)
                for (int left = (Integer) lambda.bsmArgs[at++]; left > 0; left--)
                    interfaces.add(((Type) lambda.bsmArgs[at++]).getInternalName());
            if ((flags & BRIDGES) != 0)
                for (int left = (Integer) lambda.bsmArgs[at++]; left > 0; left--) signatures.add((Type) lambda.bsmArgs[at++]);
        }

        byte[] bytes() {
            int access = ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC;
            out.visit(V1_8, access, name, null, OBJECT.getInternalName(), interfaces.toArray(String[]::new));
            Method constructor = new Method("<init>", Type.VOID_TYPE, captured);
            writeConstructor(constructor);
            writeFactory(constructor);
            for (Type signature : signatures) writeCall(signature);
            return out.toByteArray();
        }

        private GeneratorAdapter method(int access, Method method) {
            MethodVisitor visitor = out.visitMethod(access, method.getName(), method.getDescriptor(), null, null);
            return new GeneratorAdapter(visitor, access, method.getName(), method.getDescriptor());
        }

        private void writeConstructor(Method constructor) {
            GeneratorAdapter code = method(ACC_PRIVATE, constructor);
            code.loadThis();
            code.invokeConstructor(OBJECT, new Method("<init>", "()V"));
            for (int i = 0; i < captured.length; i++) {
                out.visitField(ACC_PRIVATE | ACC_FINAL, "kept" + i, captured[i].getDescriptor(), null, null);
                code.loadThis();
                code.loadArg(i);
                code.putField(self, "kept" + i, captured[i]);
            }
            code.returnValue();
            code.endMethod();
        }

        private void writeFactory(Method constructor) {
            GeneratorAdapter code = method(ACC_STATIC, new Method("of", lambda.desc));
            code.newInstance(self);
            code.dup();
            code.loadArgs();
            code.invokeConstructor(self, constructor);
            code.returnValue();
            code.endMethod();
        }

        private void writeCall(Type signature) {
            GeneratorAdapter code = method(ACC_PUBLIC, new Method(lambda.name, signature.getDescriptor()));
            Type target = Type.getObjectType(body.getOwner());
            if (body.getTag() == H_NEWINVOKESPECIAL) {
                code.newInstance(target);
                code.dup();
            }
            pushArguments(code, signature.getArgumentTypes(), wanted(target));
            code.visitMethodInsn(opcode(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
            Type result = body.getTag() == H_NEWINVOKESPECIAL ? target : Type.getReturnType(body.getDesc());
            adapt(code, result, signature.getReturnType());
            code.returnValue();
            code.endMethod();
        }

        private List<Type> wanted(Type target) {
            List<Type> wanted = new ArrayList<>();
            if (body.getTag() != H_INVOKESTATIC && body.getTag() != H_NEWINVOKESPECIAL) wanted.add(target);
            wanted.addAll(List.of(Type.getArgumentTypes(body.getDesc())));
            return wanted;
        }

        private void pushArguments(GeneratorAdapter code, Type[] given, List<Type> wanted) {
            for (int i = 0; i < captured.length; i++) {
                code.loadThis();
                code.getField(self, "kept" + i, captured[i]);
                adapt(code, captured[i], wanted.get(i));
            }
            Type[] exact = ((Type) lambda.bsmArgs[2]).getArgumentTypes();
            for (int i = 0; i < given.length; i++) {
                code.loadArg(i);
                adapt(code, given[i], exact[i]);
                adapt(code, exact[i], wanted.get(captured.length + i));
            }
        }

        private int opcode() {
            return switch (body.getTag()) {
                case H_INVOKESTATIC -> INVOKESTATIC;
                case H_INVOKEINTERFACE -> INVOKEINTERFACE;
                case H_INVOKEVIRTUAL -> INVOKEVIRTUAL;
                case H_NEWINVOKESPECIAL -> INVOKESPECIAL;
                default -> throw new UncheckedIOException(new IOException(name + " calls " + body));
            };
        }

        /** What LambdaMetafactory would do between two types: cast, box, unbox, widen, drop. */
        private static void adapt(GeneratorAdapter code, Type from, Type to) {
            if (from.equals(to)) return;
            if (to.equals(Type.VOID_TYPE)) {
                if (from.getSize() == 2) code.pop2();
                else code.pop();
            } else if (from.equals(Type.VOID_TYPE)) {
                code.visitInsn(ACONST_NULL);
            } else if (primitive(from) && primitive(to)) {
                code.cast(from, to);
            } else if (primitive(from)) {
                code.valueOf(from);
            } else if (primitive(to)) {
                code.unbox(to);
            } else {
                code.checkCast(to);
            }
        }

        private static boolean primitive(Type type) {
            return type.getSort() < Type.ARRAY;
        }
    }
}
