// Small rooms that break the rule in each way that code can, for RoomLevels to find.
namespace OperateFirst.Portal.Tests.Architecture.Planted
{
    namespace Content
    {
        internal sealed class Field
        {
            public Pages.Target? Kept { get; set; }
        }

        internal sealed class CallsInLambda
        {
            public static Func<int> Do() => () => Pages.Target.Number;
        }

        internal sealed class Awaits
        {
            public static async Task<string> DoAsync()
            {
                await Task.Yield();
                return new Pages.Target().ToString() ?? "";
            }
        }

        internal sealed class Generic
        {
            public static Type Do() => typeof(Dictionary<string, List<Pages.Target[]>>);
        }
    }

    namespace Accounts
    {
        [System.ComponentModel.TypeConverter(typeof(Projects.Target))]
        internal sealed class Attributed;
    }

    namespace Projects
    {
        internal sealed class Target;
    }

    namespace GitHub
    {
        internal sealed class Neighbour
        {
            public static object Do() => new Mail.Target();
        }
    }

    namespace Mail
    {
        internal sealed class Target;
    }

    namespace Pages
    {
        internal sealed class Target
        {
            public static int Number { get; set; }
        }

        internal sealed class Sends
        {
            public static object Do() => new Mail.Target();
        }

        internal sealed class Downhill
        {
            public Content.Field Field { get; } = new();
        }
    }
}
