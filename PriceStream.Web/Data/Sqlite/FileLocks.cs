namespace PriceStream.Web.Data.Sqlite;

/// <summary>Locks between processes, as files beside the database. The system lets go of them when a process ends, however it ends.</summary>
internal static class FileLocks
{
    /// <summary>Instances that start, migrate or repair do so one after the other: each sees what the one before has made.</summary>
    public static Task<FileStream> WaitForTurnAsync(DatabaseFile file, TimeProvider clock, CancellationToken cancellationToken) =>
        WaitAsync(() => new(file.Path + ".start", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), clock, cancellationToken);

    /// <summary>Held, by any number of processes, by who has the database open.</summary>
    public static Task<FileStream> WaitForUseAsync(DatabaseFile file, TimeProvider clock, CancellationToken cancellationToken) =>
        WaitAsync(() => new(UseOf(file), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read), clock, cancellationToken);

    /// <summary>Held by who wants it for itself alone; null while anybody has it open.</summary>
    public static FileStream? TryTakeAlone(DatabaseFile file)
    {
        try
        {
            return new(UseOf(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (IsHeld(fault))
        {
            return null;
        }
    }

    /// <summary>It is the lock that is held; its subclasses mean something else.</summary>
    public static bool IsHeld(IOException fault) => fault.GetType() == typeof(IOException) && fault.HResult == WouldBlock;

    // What .NET gives for EWOULDBLOCK here; a full or broken disk has other numbers.
    private static readonly int WouldBlock = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsLinux() ? 11 : 35;

    private static string UseOf(DatabaseFile file) => file.Path + ".in-use";

    private static async Task<FileStream> WaitAsync(Func<FileStream> take, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return take();
            }
            catch (IOException fault) when (IsHeld(fault))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken);
            }
        }
    }
}
