using OperateFirst.Portal.TestSupport.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]
