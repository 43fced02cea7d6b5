namespace OperateFirst.Portal.Reminders;

/// <summary>At which ages, in business days, a request that waits is reminded of: 3, 8, 13 and so on.</summary>
public static class ReminderMarks
{
    public const int First = 3;
    public const int Every = 5;

    /// <summary>From this age on those who stand in are reminded too.</summary>
    public const int WithStandIns = 8;

    /// <summary>Reminders leave from this hour in New York on.</summary>
    public static readonly TimeOnly Hour = new(8, 0);

    /// <summary>The newest mark an age has reached; 0 for none. Marks that passed while the portal stood still are not made up for.</summary>
    public static int ReachedAt(int age) => age < First ? 0 : age - ((age - First) % Every);

    public static int After(int mark) => mark == 0 ? First : mark + Every;
}
