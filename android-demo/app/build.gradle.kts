import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.android)
}

val repository: File = rootDir.parentFile
val made: File = layout.buildDirectory.dir("soviec").get().asFile
val abis = listOf("arm64-v8a", "armeabi-v7a", "x86_64")

android {
    namespace = "vn.soviec.demo"
    compileSdk = 35

    defaultConfig {
        minSdk = 26
        targetSdk = 34
        versionCode = 1
        versionName = "0.1"
        manifestPlaceholders["relay"] = providers.gradleProperty("soviec.relay").get()
    }

    // One APK for each kind of processor: a phone in a village gets no library that it cannot run.
    splits {
        abi {
            isEnable = true
            reset()
            include(*abis.toTypedArray())
            isUniversalApk = false
        }
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard-rules.pro")
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }

    sourceSets["main"].jniLibs.srcDir(File(made, "jni"))

    // The library and what UniFFI made of it are compiled with the app, from their own sources: so
    // they are of the same build as the .so beside them.
    sourceSets["main"].kotlin.srcDirs(
        File(made, "bindings/kotlin"),
        File(repository, "bindings/kotlin/library/src/main/kotlin"),
    )
}

kotlin {
    compilerOptions {
        jvmTarget = JvmTarget.JVM_1_8
    }
}

dependencies {
    implementation(libs.kotlinx.coroutines.android)
    implementation(variantOf(libs.jna) { artifactType("aar") })
}

// The core for phones. Needs the NDK, `cargo install cargo-ndk`, and the Rust targets
// aarch64-linux-android, armv7-linux-androideabi and x86_64-linux-android. Pages of 16 kB are what
// Android 15 asks of new apps.
val cargoNdk by tasks.registering(Exec::class) {
    description = "Builds the core for every ABI with cargo-ndk."
    workingDir = repository
    environment("RUSTFLAGS", "-Clink-arg=-Wl,-z,max-page-size=16384")
    val targets = abis.flatMap { listOf("--target", it) }
    val output = File(made, "jni")
    doFirst { output.mkdirs() }
    commandLine(
        listOf("cargo", "ndk") + targets + listOf("--platform", "26", "--output-dir", output.path) +
            listOf("build", "--release", "--locked", "--package", "soviec-bindings"),
    )
}

// The Kotlin side of the same sources; the host's own build of the library tells UniFFI its shape.
val generateBindings by tasks.registering(Exec::class) {
    description = "Generates the Kotlin that calls the core."
    workingDir = repository
    environment("CARGO_TARGET_DIR", made.path)
    commandLine("bindings/generate")
}

tasks.named("preBuild") {
    dependsOn(cargoNdk, generateBindings)
}
