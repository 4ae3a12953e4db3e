package vn.soviec

import java.io.File

/**
 * Where a task book lives.
 *
 * @property database the database file; other files stand beside it under the same name. Its
 *   folder must exist.
 * @property noBackup a folder that no backup of the phone touches (on Android
 *   `context.noBackupFilesDir`): a copy that was restored is known by it. It is made if it is missing.
 * @property officeRoots certificates (X.509, PEM or DER) of an office that runs a certificate
 *   authority of its own; without them the public authorities count.
 */
public class Place(
    public val database: File,
    public val noBackup: File,
    public val officeRoots: List<ByteArray> = emptyList(),
)
