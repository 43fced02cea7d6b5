using System.Reflection;
using System.Reflection.Emit;

namespace OperateFirst.Portal.Tests.Architecture;

/// <summary>
/// Which types a compiled type refers to: in its declaration, its members' signatures and attributes, and its methods' instructions.
/// The compiler copies constants into whoever uses them, so a constant leaves no trace here.
/// </summary>
internal sealed class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value);

    private readonly HashSet<Type> found = [];

    public static IReadOnlySet<Type> Of(Type type)
    {
        var references = new TypeReferences();
        references.AddDeclaration(type);
        return references.found;
    }

    private void AddDeclaration(Type type)
    {
        Add(type.BaseType);
        AddAll(type.GetInterfaces());
        AddConstraints(type);
        AddAttributes(type.GetCustomAttributesData());
        foreach (var field in type.GetFields(Declared))
        {
            Add(field.FieldType);
            AddAttributes(field.GetCustomAttributesData());
        }

        foreach (var property in type.GetProperties(Declared))
        {
            AddAttributes(property.GetCustomAttributesData());
        }

        foreach (var method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
        {
            AddSignature(method);
            AddAttributes(method.GetCustomAttributesData());
            AddBody(method);
        }
    }

    private void Add(Type? type)
    {
        if (type is null)
        {
            return;
        }

        if (type.HasElementType)
        {
            Add(type.GetElementType());
        }
        else if (!type.IsGenericParameter && found.Add(type))
        {
            // The arguments of a nested type include those of the type around it.
            AddAll(type.GetGenericArguments());
        }
    }

    private void AddAll(IEnumerable<Type> types)
    {
        foreach (var type in types)
        {
            Add(type);
        }
    }

    private void AddConstraints(Type type)
    {
        foreach (var parameter in type.GetGenericArguments().Where(argument => argument.IsGenericParameter))
        {
            AddAll(parameter.GetGenericParameterConstraints());
        }
    }

    private void AddSignature(MethodBase method)
    {
        Add((method as MethodInfo)?.ReturnType);
        foreach (var parameter in method.GetParameters())
        {
            Add(parameter.ParameterType);
            AddAttributes(parameter.GetCustomAttributesData());
        }

        if (method.IsGenericMethod)
        {
            foreach (var argument in method.GetGenericArguments())
            {
                AddAll(argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : [argument]);
            }
        }
    }

    private void AddAttributes(IEnumerable<CustomAttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            Add(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue)))
            {
                Add(argument.ArgumentType);
                Add(argument.Value as Type);
            }
        }
    }

    private void AddBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        AddAll(body.LocalVariables.Select(variable => variable.LocalType));
        AddAll(body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType).OfType<Type>());
        var typeArguments = method.DeclaringType?.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var token in Tokens(body.GetILAsByteArray() ?? []))
        {
            AddMember(method.Module.ResolveMember(token, typeArguments, methodArguments));
        }
    }

    private void AddMember(MemberInfo? member)
    {
        switch (member)
        {
            case Type type:
                Add(type);
                break;
            case FieldInfo field:
                Add(field.DeclaringType);
                Add(field.FieldType);
                break;
            case MethodBase method:
                Add(method.DeclaringType);
                AddSignature(method);
                break;
        }
    }

    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var opCode = OpCodes[value];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
